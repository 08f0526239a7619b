"""Preference objectives, one file each."""

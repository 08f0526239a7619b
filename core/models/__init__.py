"""Base models ("families"), one file each."""

"""Pair recipes, one file each: what is asked, and what is preferred to what."""

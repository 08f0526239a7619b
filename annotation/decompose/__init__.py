"""Ways to split a joint caption into what is seen and what is heard, one file each."""

"""What `python app.py bench NAME` measures, one file each: `measure()` returns named numbers."""

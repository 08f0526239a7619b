"""Reads and writes of the database in domain types, one noun a file."""

"""Pieces that several pages use; plain values in."""

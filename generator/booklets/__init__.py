"""Booklets to print."""

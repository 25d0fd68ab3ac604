"""Measurements; not part of the generator."""

"""The records as open data: a Guide in, the pieces of a file out, with what its pages show and nothing else."""

from generator.exports.hsds import hsds
from generator.exports.table import table

FORMATS = {"hsds": hsds, "csv": table}
"""Each takes the guide and the language of the texts, and gives a file in pieces; the first holds its first line."""

__all__ = ["FORMATS"]

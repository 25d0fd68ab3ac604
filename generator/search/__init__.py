"""A Guide in, the files of its search out: rules for words, phrases of need, places in every case, records."""

from generator.search.index import Known, files, patch

__all__ = ["Known", "files", "patch"]

"""A Guide in, the files of its search out: rules for words, phrases of need, places in every case, records."""

from generator.search.index import CLIENT, FOLDER, LISTS, Kept, Known, files, patch

__all__ = ["CLIENT", "FOLDER", "LISTS", "Kept", "Known", "files", "patch"]

"""The words of the site in one language: PO catalogues in; sentences, dates, lists, days and hours out.

A guide may have words of its own. They go before ours, sentence by sentence; what nobody has translated is English.
"""

from generator.strings.catalogues import (
    Catalogue,
    Values,
    catalogue,
    compiled,
    english,
    remember,
    speak,
    untranslated,
    worded,
)
from generator.strings.language import HoursRow, Strings, strings, time

__all__ = [
    "Catalogue", "HoursRow", "Strings", "Values", "catalogue", "compiled", "english", "remember", "speak", "strings",
    "time", "untranslated", "worded",
]  # fmt: skip

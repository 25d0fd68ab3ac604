"""Rules that a single field cannot express: each a small function from the draft of a guide to problems.

A draft holds the records as read, before the model is made of them; a rule must bear records with fields missing.
"""

from generator.checks import articles, numbers, privacy, records, settings  # noqa: F401 - each adds its rules
from generator.checks.articles import LINK
from generator.checks.draft import (
    OTHER_RULES,
    RULES,
    ArticleDraft,
    Draft,
    ServiceDraft,
    Site,
    by_id,
    check,
    check_records,
    known_names,
    names_of,
    services_of,
)
from generator.checks.numbers import crisis_numbers

__all__ = [
    "LINK",
    "OTHER_RULES",
    "RULES",
    "ArticleDraft",
    "Draft",
    "ServiceDraft",
    "Site",
    "by_id",
    "check",
    "check_records",
    "crisis_numbers",
    "known_names",
    "names_of",
    "services_of",
]

"""Bytes of a YAML file in; nodes that keep text as text and know their place out, with every problem found.

The only step that knows PyYAML. Values are never typed here: `8:00`, `no` and `0048…` stay what the person wrote
(YAML 1.1 would make 480, false and an octal number of them). Anchors, aliases, tags, merge keys and second documents
are refused at the level of events, before anything is resolved.
"""

from generator.source.names import Guess, Names, did_you_mean, folded
from generator.source.nodes import Document, Mapping, Node, Scalar, Sequence
from generator.source.reading import (
    SCALAR_LIMIT,
    SIZE_LIMIT,
    SYNTAX_ERRORS_LIMIT,
    front_matter,
    linked,
    read,
    read_bytes,
    read_text,
)
from generator.source.text import (
    FORMAT_ALLOWED,
    HARD_SPACES,
    LINE_BREAKS_ELSEWHERE,
    RESERVED,
    character_name,
    decode,
    refused_character,
)

__all__ = [
    "FORMAT_ALLOWED",
    "HARD_SPACES",
    "LINE_BREAKS_ELSEWHERE",
    "RESERVED",
    "SCALAR_LIMIT",
    "SIZE_LIMIT",
    "SYNTAX_ERRORS_LIMIT",
    "Document",
    "Guess",
    "Mapping",
    "Names",
    "Node",
    "Scalar",
    "Sequence",
    "character_name",
    "decode",
    "did_you_mean",
    "folded",
    "front_matter",
    "linked",
    "read",
    "read_bytes",
    "read_text",
    "refused_character",
]

"""A guide and a language in; its texts, the addresses of its pages and the ids of what is exported out."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from generator.model import Guide, Organisation, Text
from generator.strings import catalogue, strings


class Wording:
    """What all objects of an export need of their guide."""

    def __init__(self, guide: Guide, language: str) -> None:
        self.guide, self.language = guide, language
        self.strings = strings(language)
        self.booklet = catalogue(language, "booklet")
        self.namespace = uuid5(NAMESPACE_URL, guide.settings.site_url or guide.settings.repository)
        """Of all ids (RFC 9562, version 5): the guide's own address."""

    def id(self, *names: str) -> str:
        """The same for the same record, whenever and wherever it is exported; no id of a record holds the sign."""
        return str(uuid5(self.namespace, "#".join(names)))

    def listed(self, kind: str, names: tuple[str, ...]) -> list[str]:
        """What ids of a controlled list mean, where that is said in words."""
        said = [self.booklet.upgettext(kind, name) for name in names]
        return [words for words, name in zip(said, names, strict=True) if words != name]

    def words(self, text: Text | None) -> str:
        """A text in the language of the export, or else in its original one."""
        return text.in_language(self.language).words if text else ""

    def url(self, path: str) -> str:
        """The address of a page of the guide; empty where the guide does not know its own."""
        settings = self.guide.settings
        prefix = "" if self.language == settings.languages[0] else f"{self.language}/"
        return f"{settings.site_url}{prefix}{path}" if settings.site_url else ""

    def organisation_url(self, organisation: Organisation, service: str = "") -> str:
        """The address of its page, or of one of its services there."""
        return self.url(f"organisation/{organisation.address_name}.html{service and f'#{service}'}")

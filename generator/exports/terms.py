"""The guide's own lists in; taxonomies, terms and attributes of HSDS out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

from generator.exports.shown import Shown, filled
from generator.exports.wording import Wording
from generator.model import Area, HelpType, TargetGroup

Object = dict[str, Any]


class Terms:
    """Kinds of help, groups of people and places, in one language."""

    def __init__(self, wording: Wording) -> None:
        self.wording, self.guide = wording, wording.guide
        self.help_type = cache(self._help_type)
        self.target_group = cache(self._target_group)
        self.area = cache(self._area)

    @cached_property
    def taxonomies(self) -> dict[str, str]:
        """The lists of the guide, and what pages call them."""
        _ = self.wording.strings.gettext
        return {"help_types": _("Kinds of help"), "target_groups": _("Groups of people"), "areas": _("Places")}

    def listed(self) -> list[Object]:
        """The lists as taxonomies."""
        return [
            {"id": self.wording.id("", name), "name": words, "description": words}
            for name, words in self.taxonomies.items()
        ]

    def attributes(self, one: Shown, of: str) -> Iterator[Object]:
        """The guide's own lists: kinds of help, groups of people and the place as terms, all else as values."""
        service = one.service
        for help_type in service.help_types:
            yield self.attribute(of, "help_type", help_type, self.help_type(help_type))
        for group in service.target_groups:
            yield self.attribute(of, "target_group", group, self.target_group(group))
        if service.area:
            yield self.attribute(of, "area", service.area, self.area(service.area))
        values = [("id", of)]
        if one.unsure:
            values.append(("status", "unverified"))
        if one.reachable:
            values += [("referral", service.referral)] if service.referral != "unknown" else []
            values += [("condition", each) for each in service.conditions]
            values += [("accessibility", each) for each in service.accessibility]
            values += [("booking", each) for each in service.booking]
            values += [(name, str(found)) for name in ("places", "places_at_most") if (found := getattr(service, name))]
        for kind, value in values:
            yield {"id": self.wording.id(of, kind, value), "link_type": kind, "value": value}

    def attribute(self, of: str, kind: str, name: str, term: Object) -> Object:
        """A term of one of the guide's lists that a service bears."""
        return {"id": self.wording.id(of, kind, name), "link_type": kind, "taxonomy_term": term}

    def _help_type(self, name: str) -> Object:
        found = self.guide.help_type[name]
        return self.term("help_types", found, f"help/{found.address_name}.html", self.wording.words(found.description))

    def _target_group(self, name: str) -> Object:
        found = self.guide.target_group[name]
        return self.term("target_groups", found, f"for/{found.address_name}.html")

    def _area(self, name: str) -> Object:
        return self.term("areas", self.guide.area[name], f"area/{name}.html")

    def term(self, taxonomy: str, found: HelpType | TargetGroup | Area, path: str, description: str = "") -> Object:
        """An entry of one of the guide's lists."""
        name = found.name.in_language(self.wording.language)
        return filled(
            id=self.wording.id("", taxonomy, found.id),
            code=found.id,
            name=name.words,
            description=description or name.words,
            taxonomy=self.taxonomies[taxonomy],
            taxonomy_id=self.wording.id("", taxonomy),
            language=name.language,
            term_uri=self.wording.url(path),
        )

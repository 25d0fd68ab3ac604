"""A draft without errors in, the `Guide` that it describes out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from generator.checks import ArticleDraft, Draft, services_of
from generator.model import (
    Address,
    Alert,
    Area,
    Article,
    Edition,
    Guide,
    HelpGroup,
    HelpType,
    Hours,
    Organisation,
    Phone,
    Publisher,
    Season,
    Service,
    Settings,
    Source,
    Span,
    TargetGroup,
    TargetGroupCategory,
    Text,
    UrgentEntry,
)
from generator.schema import Entry, Words
from generator.schema.hours import OpeningTimes
from generator.schema.translated import is_old, mark_old

Made = TypeVar("Made")


def guide(draft: Draft, site_url: str) -> Guide:
    """The guide that a draft without errors describes."""
    return Guide(
        settings=_settings(draft, site_url),
        organisations=tuple(sorted((organisation(entry, draft) for entry in draft.organisations), key=lambda o: o.id)),
        help_groups=tuple(_alike(HelpGroup, entry.values) for entry in draft.help_groups),
        help_types=tuple(_alike(HelpType, entry.values) for entry in draft.help_types),
        target_group_categories=tuple(_alike(TargetGroupCategory, entry.values) for entry in draft.categories),
        target_groups=tuple(_bent(TargetGroup, entry.values, "genitive") for entry in draft.target_groups),
        areas=tuple(_bent(Area, entry.values, "locative", "genitive") for entry in draft.areas),
        articles=_articles(draft),
        today=draft.today,
        words=draft.words,
    )


def _alike(record: type[Made], values: Mapping[str, Any]) -> Made:
    """A record of the model whose fields are those of the data."""
    return record(**{name: Text(*value) if isinstance(value, Words) else value for name, value in values.items()})


def _bent(record: type[Made], values: Mapping[str, Any], *cases: str) -> Made:
    """The same of one whose name stands in cases, too: they are no texts, since none falls back to another language."""
    return _alike(record, {**values, **{case: dict(values[case].by_language) for case in cases if case in values}})


def _service_key(name: str) -> str:
    """`organisation/service`: a record without a list of services is its own one, and is named by its id alone."""
    return name if "/" in name else f"{name}/{name}"


def _settings(draft: Draft, site_url: str) -> Settings:
    values = draft.guide.values
    return Settings(
        name=_text(values["name"]),
        region=_text(values["region"]),
        country=values["country"],
        time_zone=values["time_zone"],
        languages=draft.languages,
        edition=values["edition"],
        edition_date=values["edition_date"],
        publisher=_alike(Publisher, values["publisher"]),
        contact_email=values["contact"]["email"],
        repository=values["repository"],
        emergency=_phone(values["emergency"]),
        urgent=tuple(
            _alike(UrgentEntry, {**one, "service": _service_key(one["service"])}) for one in values.get("urgent", ())
        ),
        overdue_after_months=values.get("ageing", {}).get("overdue_after_months", 12),
        site_url=site_url,
        data_licence=values.get("data_licence", "CC BY 4.0"),
        editions=tuple(_alike(Edition, one) for one in values.get("editions", ())),
    )


def _text(words: Words | None) -> Text | None:
    return Text(*words) if words else None


@lru_cache(maxsize=4096)
def _hours(times: OpeningTimes) -> Hours:
    return Hours(times.kind, times.expression, tuple(Span(*span) for span in times.spans))


def _phone(value: Any) -> Phone:
    number, extra = value
    return Phone(
        *number,
        extension=extra.get("extension", ""),
        label=_text(extra.get("label")),
        hours=_hours(extra["hours"]) if "hours" in extra else None,
        languages=extra.get("languages", ()),
    )


def _alerts(values: Iterable[dict[str, Any]]) -> tuple[Alert, ...]:
    return tuple(
        Alert(_text(alert["text"]), alert.get("from"), alert.get("until")) for alert in values if "text" in alert
    )


def _source(values: dict[str, Any], whole: dict[str, Any]) -> Source:
    if values.get("source"):
        whole = {}  # the organisation's dates are those of its own source
    facts = {**{key: whole[key] for key in EVIDENCE if key in whole}, **values}
    seen, precision = facts.get("source_date", (None, "day"))
    return Source(
        url=facts["source"],
        seen=seen,
        seen_precision=precision,
        verified=facts.get("verified"),
        verified_by=facts.get("verified_by", ""),
    )


def _contact(values: dict[str, Any]) -> dict[str, Any]:
    """The fields that organisations and services share."""
    return {
        **{key: values[key] for key in ("email", "website", "area", "status", "successor") if key in values},
        "description": _text(values.get("description")),
        "notice": _text(values.get("notice")),
        "phones": tuple(_phone(phone) for phone in values.get("phones", ())),
        "address": _alike(Address, values["address"]) if values.get("address") else None,
        "alerts": _alerts(values.get("alerts", ())),
    }


EVIDENCE = ("source", "source_date", "verified", "verified_by")
_SAME = tuple(
    "help_types target_groups booking booking_url residents_of holidays valid_from valid_until cost referral "
    "conditions accessibility languages print_priority".split()
)


def _service(values: dict[str, Any], whole: dict[str, Any], contact: dict[str, Any], single: bool) -> Service:
    """`contact` is that of the organisation, which the one service of a `single` record shares."""
    fields = {**contact, "description": None, "alerts": (), "notice": None} if single else _contact(values)
    area = values.get("area") or whole.get("area", "")
    borrowed = not single and not fields["phones"] and not values.get("email")
    if borrowed:
        fields["phones"] = contact["phones"]
        fields["email"] = whole.get("email", "")
    status = whole.get("status", "active")
    if status != "active" and "status" not in values:
        fields["status"] = status
    season, capacity = values.get("season"), values.get("capacity", {})
    return Service(
        id=values["id"],
        name=_text(values["name"]),
        **{**fields, "area": area},
        **{key: values[key] for key in _SAME if key in values},
        contact_of_organisation=borrowed and bool(fields["phones"] or fields["email"]),
        service_area=values.get("service_area", (area,) if area else ()),
        hours=_hours(values["hours"]) if "hours" in values else Hours(),
        season=Season(season["from"], season["until"]) if season else None,
        hours_note=_text(values.get("hours_note")),
        cost_note=_text(values.get("cost_note")),
        referral_note=_text(values.get("referral_note")),
        notes=_text(values.get("notes")),
        places=capacity.get("places"),
        places_at_most=capacity.get("at_most"),
        source=_source(values, whole) if not single and any(values.get(key) for key in EVIDENCE) else None,
    )


def organisation(entry: Entry, draft: Draft) -> Organisation:
    """The organisation that a record without errors describes."""
    values = entry.values
    old = mark_old(values, ("organisations", values["id"]), draft.translated) if draft.translated else []
    single = not values.get("services")
    contact = _contact(values)
    return Organisation(
        id=values["id"],
        name=_text(values["name"]),
        slug=values.get("slug", ""),
        aliases=values.get("aliases", ()),
        original_language=values.get("language", draft.languages[0]),
        country=values.get("country", draft.guide.values["country"]),
        registry=values.get("registry", {}),
        services=tuple(_service(service.values, values, contact, single) for service in services_of(entry)),
        source=_source(values, values),
        digest=hashlib.sha256("\n".join([entry.node.text, *old]).encode()).hexdigest(),
        **contact,
    )


def _articles(draft: Draft) -> tuple[Article, ...]:
    by_name: dict[str, list[ArticleDraft]] = {}
    for article in draft.articles:
        by_name.setdefault(article.name, []).append(article)
    articles = []
    for name, versions in by_name.items():
        first = versions[0].entry.values
        articles.append(
            Article(
                name=name,
                titles={version.language: version.entry.values["title"] for version in versions},
                descriptions={version.language: version.entry.values["description"] for version in versions},
                sources={version.language: version.entry.file for version in versions},
                help_types=first.get("help_types", ()),
                target_groups=first.get("target_groups", ()),
                areas=first.get("areas", ()),
                in_footer=first.get("footer", False),
                order=first.get("order", 0),
                spoken={one.language: one.spoken for one in versions if one.spoken != one.language},
                old=_old_versions(versions, draft),
            )
        )
    return tuple(sorted(articles, key=lambda article: (article.order, article.name)))


def _old_versions(versions: list[ArticleDraft], draft: Draft) -> tuple[str, ...]:
    """The languages in which an article is older than in the guide's first one."""
    digests = {one.language: one.digest for one in versions if one.spoken == one.language}
    original = digests.get(draft.languages[0], "")
    known = (draft.translated or {}).get(f"content/{versions[0].name}", {}).get((), {})
    return tuple(code for code, own in digests.items() if code in known and is_old(known[code], original, own))

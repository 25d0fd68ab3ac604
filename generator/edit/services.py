"""Records of single services in; one organisation with several services out, however they were told.

A wizard, a form and a table all tell one service at a time. What stands at the organisation and what at the service is
decided here alone, so that the same facts give the same record.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from generator.edit.columns import EVIDENCE, SERVICE, SERVICE_ID, Vocabulary, folded
from generator.edit.layout import node_of
from generator.schema import SERVICE_FIELDS, plain_id
from generator.source import Mapping as MappingNode
from generator.source import Scalar
from generator.source import Sequence as SequenceNode

_OF_ORGANISATION = ("id", "name", "slug", "language", "country", "website", *EVIDENCE)
MOVED = (*SERVICE_FIELDS, "phones", "email", "address", "area")
"""What goes from an organisation to its only service when it gets a second one."""


def together(records: Sequence[Mapping[str, Any]], known: Vocabulary) -> dict[str, Any]:
    """The organisation whose services the records tell; one service without a name of its own needs no list."""
    first = records[0]
    if len(records) == 1 and first.keys().isdisjoint((SERVICE, SERVICE_ID)):
        return dict(first)
    whole: dict[str, Any] = {name: first[name] for name in _OF_ORGANISATION if name in first}
    whole["services"] = []
    for record in records:
        whole["services"].append(service_of(record, whole, [one["id"] for one in whole["services"]], known))
    return whole


def service_of(
    record: Mapping[str, Any], whole: Mapping[str, Any], taken: Collection[str], known: Vocabulary
) -> dict[str, Any]:
    """A service that goes into the organisation `whole`, with an id that is not `taken`.

    It repeats nothing that the organisation says of all. Where its facts were not confirmed on the same day in the same
    way it names its source, since the organisation's confirmation holds for services that name none.
    """
    name = record.get(SERVICE) or _name_of_help(record, known)
    own = {key: value for key, value in record.items() if key not in (*_OF_ORGANISATION, SERVICE, SERVICE_ID)}
    if record.get("website") and record["website"] != whole.get("website"):
        own["website"] = record["website"]
    evidence = {"source": whole.get("source")} | {key: record[key] for key in EVIDENCE if record.get(key)}
    if evidence != {key: whole[key] for key in EVIDENCE if whole.get(key)}:
        own |= {key: value for key, value in evidence.items() if value}
    stem = record.get(SERVICE_ID) or plain_id(*(name.get(code, "") for code in known.languages)) or "service"
    free = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return {"id": next(one for one in free if one not in taken), "name": name, **own}


def _name_of_help(record: Mapping[str, Any], known: Vocabulary) -> dict[str, str]:
    """What a service is called that was given no name: its first kind of help."""
    helps = known.titles["help-type"]
    titles = next((helps[one] for one in record.get("help_types", ()) if helps.get(one)), {})
    first = known.languages[0]
    return {first: titles[first]} if first in titles else dict(titles or record.get("name", {}))


def with_service(node: MappingNode, record: Mapping[str, Any], known: Vocabulary) -> MappingNode:
    """An organisation of the data with one more service, behind its others."""
    if not isinstance(node.get("services"), SequenceNode):
        node = _with_list(node)
    listed = node.get("services")
    taken = [own.text for item in listed.items if isinstance(own := item.get("id"), Scalar)]
    whole = {
        key: value.text for key in _OF_ORGANISATION if isinstance(value := node.get(key), Scalar) and not value.empty
    }
    service = node_of(service_of(record, whole, taken, known))
    items = SequenceNode((*listed.items, service), listed.line, listed.column, False)
    return _with(node, {"services": items})


def _with_list(node: MappingNode) -> MappingNode:
    """An organisation that is its own single service, with that service in a list; it keeps its id and name."""
    inner = {name: node.get(name) for name in ("id", "name", *MOVED) if node.get(name) is not None}
    rest = {name: pair for name, pair in node.pairs.items() if name not in MOVED}
    service = _with(MappingNode({}, node.line, node.column, False), inner)
    listed = SequenceNode((service,), node.line, node.column, False)
    return _with(MappingNode(rest, node.line, node.column, False), {"services": listed})


def _with(node: MappingNode, values: Mapping[str, Any]) -> MappingNode:
    pairs = {name: (Scalar(name, 0, 0, True), value) for name, value in values.items()}
    return MappingNode(node.pairs | pairs, node.line, node.column, node.flow)


def same_service(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Whether two records of an organisation cannot be told apart: by name, or by kinds of help when they have none."""
    names = [record.get(SERVICE) or record.get("help_types") for record in (one, two)]
    return names[0] == names[1]


def in_other_town(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Whether two records may be two organisations that share a name, as the centres of many towns do."""
    towns = {folded(record.get("area") or record.get("address", {}).get("city", "")) for record in (one, two)}
    return SERVICE not in two and "" not in towns and len(towns) == 2

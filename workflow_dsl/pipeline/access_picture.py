"""The map of who may do what to whom, as a Mermaid flowchart and as a table."""

from collections.abc import Iterator, Mapping

from workflow_dsl.graph.mermaid import escape
from workflow_dsl.pipeline.access import Access, AccessMap, Kind, Party

_SHAPES: Mapping[Kind, tuple[str, str]] = {
    Kind.API: (">", "]"),
    Kind.EVENTS: (">", "]"),
    Kind.SCHEDULE: (">", "]"),
    Kind.MACHINE: ("{{", "}}"),
    Kind.TABLE: ("[(", ")]"),
    Kind.TOPIC: ("([", "])"),
    Kind.QUEUE: ("[[", "]]"),
    Kind.EMAIL: ("(", ")"),
    Kind.ALARMS: ("(", ")"),
}
_COLOURS = {
    "starts": ((Kind.API, Kind.EVENTS, Kind.SCHEDULE, Kind.ALARMS), "#fff7e6", "#b07a1e", "#3f2a06"),
    "machine": ((Kind.MACHINE,), "#f5f0ff", "#7e57c2", "#2f1a5e"),
    "runs": ((Kind.FUNCTION,), "#ffffff", "#4f79a3", "#1b2733"),
    "keeps": ((Kind.TABLE, Kind.QUEUE, Kind.SECRET), "#e7f6ec", "#2b8a4b", "#14532b"),
    "tells": ((Kind.TOPIC, Kind.EMAIL), "#dcebff", "#1f6fd1", "#0d3a75"),
    "outside": ((Kind.OUTSIDE,), "#fdecec", "#c62f35", "#8c1620"),
}


def draw_access(access: AccessMap) -> str:
    """Mermaid source with a final newline, without a code fence; the subset that GitHub draws."""
    return "\n".join(_lines(access)) + "\n"


def tabulate_access(access: AccessMap) -> Iterator[str]:
    """The lines of a Markdown table, a row for each two parties."""
    named = {party.key: party for party in access.parties}
    yield from ("| who | may | to whom |", "| --- | --- | --- |")
    for each in access.accesses:
        who, whom = named[each.who], named[each.whom]
        yield f"| {_told(who)} | {', '.join(each.actions)} | {_told(whom)} |"


def _lines(access: AccessMap) -> Iterator[str]:
    ids = {party.key: f"p{number}" for number, party in enumerate(access.parties)}
    yield "flowchart LR"
    for party in access.parties:
        opening, closing = _SHAPES.get(party.kind, ("[", "]"))
        yield f'    {ids[party.key]}{opening}"{escape(party.name)}<br/>{escape(party.kind)}"{closing}'
    for each in access.accesses:
        yield f'    {ids[each.who]} -- "{escape(_short(each))}" --> {ids[each.whom]}'
    for name, (kinds, fill, stroke, text) in _COLOURS.items():
        members = [ids[party.key] for party in access.parties if party.kind in kinds]
        if members:
            yield f"    classDef {name} fill:{fill},stroke:{stroke},color:{text}"
            yield f"    class {','.join(members)} {name}"


def _short(access: Access) -> str:
    """Actions without their service, which the picture shows."""
    return ", ".join(action.rpartition(":")[2] for action in access.actions)


def _told(party: Party) -> str:
    return f"{party.kind} {party.name}"

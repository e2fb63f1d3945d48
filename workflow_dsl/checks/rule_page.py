"""The manual of the codes as text: one page, the list, and the whole as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby

from workflow_dsl.checks.catalogue import Entry
from workflow_dsl.checks.places import ARGUMENTS

_LONGEST_EXAMPLE = 4000
_ARGUMENTS = {name: argument for name, argument in ARGUMENTS.items() if name.lower() != argument}
_SENSITIVE = (
    "The rules about privacy (WF231 to WF233) watch the fields that a contract marks as sensitive. There are three",
    "ways to mark one, which need no import but pydantic: in its schema, in its metadata, or by its type.",
    "",
    "```python",
    'card_number: str = Field(json_schema_extra={"sensitive": True})',
    'card_number: Annotated[str, "sensitive"]',
    "card_number: SecretStr",
    "```",
)


def rule_page(entry: Entry) -> str:
    """What `rules CODE` prints."""
    lines = [f"{entry.code} {entry.severity}: {entry.title}", "", entry.why]
    if entry.source:
        lines += ["", f"Source: {entry.source}"]
    else:
        lines += ["", f"Reported by: {entry.reported_by}"]
    for name, examples in (("Right", entry.valid), ("Wrong", entry.invalid)):
        if examples:
            lines += ["", f"{name}:", "", _indented(examples[0])]
    lines += _in_python(entry)
    lines += ["", f"To leave one with a reason: # wf: ignore[{entry.code}] why", ""]
    return "\n".join(lines)


def _in_python(entry: Entry) -> list[str]:
    """What the fields of the examples are called in a definition, where another word says it."""
    shown = json.dumps([*entry.valid[:1], *entry.invalid[:1]])
    said = [f"{name} is {argument}=" for name, argument in _ARGUMENTS.items() if f'"{name}"' in shown]
    return ["", f"In Python {', '.join(said)}."] if said else []


def rules_list(entries: Iterable[Entry]) -> str:
    """What `rules` prints: a line for each code, by family."""
    lines: list[str] = []
    for family, group in groupby(entries, key=lambda entry: entry.family):
        lines += [*([""] if lines else []), family]
        lines += [f"  {entry.code}  {entry.severity:<7}  {entry.title}" for entry in group]
    return "\n".join(lines) + "\n"


def rules_document(entries: Iterable[Entry]) -> str:
    """`docs/rules.md`."""
    lines = [
        "# Rules",
        "",
        "All findings, each with its severity and the reason. `python -m workflow_dsl rules WF302` prints one with a",
        "right and a wrong example. `python -m tests.checks.renew_rules` generates this page.",
        "",
        "To leave a finding as it is, write `# wf: ignore[WF302] reason` on its line, or a table in `pyproject.toml`:",
        "",
        "```toml",
        "[tool.workflow_dsl.ignore]",
        'WF306 = "the time-out of the machine bounds every task"',
        '"WF305:definitions/legacy/*" = "replaced in March"',
        "```",
    ]
    lines += [
        "",
        "A finding in a definition written in Python names arguments, and one in Amazon States Language or in a",
        "template names fields. This page and the examples name fields; `rules CODE` adds their names in Python.",
        "",
        *_SENSITIVE,
    ]
    for family, group in groupby(entries, key=lambda entry: entry.family):
        lines += ["", f"## {family}"]
        for entry in group:
            lines += ["", *_section(entry)]
    return "\n".join(lines) + "\n"


def _section(entry: Entry) -> list[str]:
    by = f"[source]({entry.source})" if entry.source else f"reported by {entry.reported_by}"
    return [
        f"### {entry.code} {entry.title.removesuffix('.')}",
        "",
        f"{entry.severity.capitalize()}. {entry.why} ({by})",
    ]


def _indented(example: object) -> str:
    text = json.dumps(example, indent=2, ensure_ascii=False)
    shown = text if len(text) <= _LONGEST_EXAMPLE else text[:_LONGEST_EXAMPLE] + " ..."
    return "\n".join(f"    {line}" for line in shown.splitlines())

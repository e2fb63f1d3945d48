"""What CloudFormation takes at the most: a template beyond that is refused while it is made, not while it is deployed.

Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.source import Place

_SPLIT = "move a part of the steps into a workflow of its own, and start its state machine from a step"
_QUIET = "leave alarm_above out of metrics, or write alarm_when_not_empty=False for queues, that nobody is called for"
_CONSTANTS = "write values that are the same in every stack as texts, not as parameters"


def fitting_description(text: str) -> str:
    """A template's description, cut where it is too long: it is for readers, and the definition has the whole."""
    limit: int = _limits()["description_bytes"]
    whole = text.encode()
    return text if len(whole) <= limit else whole[: limit - len("...")].decode(errors="ignore") + "..."


def crowded_parts(template: Mapping[str, Any], file: str) -> Iterator[Finding]:
    """WF736 for each section of a template, as JSON has it, with more entries than CloudFormation takes, and for a
    composite alarm over more alarms than it can name.
    """
    for section, instead in (("Resources", _SPLIT), ("Parameters", _CONSTANTS), ("Outputs", _SPLIT)):
        entries, limit = template.get(section, {}), _limits()[section]
        if len(entries) > limit:
            functions = sum(each.get("Type") == "AWS::Lambda::Function" for each in entries.values())
            most = f", five or more for each of its {functions:,} functions" if functions else ""
            yield _refused(f"the stack has {len(entries):,} {section.lower()}{most}", limit, instead, file)
    for each in template.get("Resources", {}).values():
        named, limit = str(each["Properties"].get("AlarmRule")).count("ALARM("), _limits()["alarms_of_a_composite"]
        if named > limit:
            yield _refused(f"the stack has {named:,} alarms that somebody is called for", limit, _QUIET, file)


def oversized_template(size: int, file: str) -> Finding | None:
    """WF736 for a template of so many bytes, when CloudFormation does not take them from a bucket either."""
    limit: int = _limits()["template_bytes"]
    instead = f'{_SPLIT}, or take code out of the template: packaging="zip" for the largest functions'
    return _refused(f"the template has {size:,} bytes", limit, instead, file) if size > limit else None


def _refused(problem: str, limit: int, instead: str, file: str) -> Finding:
    place = Place(file, 1, 1) if file else None
    return Finding("WF736", Severity.ERROR, f"{problem}, and CloudFormation takes {limit:,}", instead, place)


@cache
def _limits() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("limits.json").read_bytes())
    return table

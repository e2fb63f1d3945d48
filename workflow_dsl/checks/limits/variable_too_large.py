"""WF506."""

import json
from collections.abc import Iterator
from typing import Any

from workflow_dsl.asl.resource import limit
from workflow_dsl.checks.data.variables import assignments
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


def _keep(value: Any) -> Any:
    return states(Keep={"Type": "Pass", "Assign": {"text": value}, "End": True})


class VariableTooLarge(Rule):
    """A variable that is larger than a variable may be."""

    code = "WF506"
    severity = Severity.ERROR
    why = (
        "One variable, and all that one Assign sets, have at most 262,144 bytes: the state fails whenever it is "
        "reached."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-limits"
    valid = (_keep("x" * 1000),)
    invalid = (_keep("x" * 262_144),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Measure what is literal."""
        most = limit("variables_bytes_of_one_assign")
        for state in subject.states:
            for path, assign in assignments(state):
                size = sum(_size(value) for value in assign.values())
                if size > most:
                    message = f'"{state.name}" assigns {size:,} bytes, and {most:,} are allowed'
                    yield Hit(path, message, "keep the data in S3 or DynamoDB, and its key in the variable")


def _size(value: Any) -> int:
    if isinstance(value, str):
        return 0 if value.startswith("{%") else len(value.encode()) + 2
    return len(json.dumps(value, ensure_ascii=False).encode()) if isinstance(value, dict | list) else 8

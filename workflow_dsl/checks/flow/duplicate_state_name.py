"""WF104."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_PASS = {"Type": "Pass", "End": True}


def _parallel(first: str, second: str) -> dict[str, object]:
    branches = [{"StartAt": name, "States": {name: _PASS}} for name in (first, second)]
    return {"Type": "Parallel", "Branches": branches, "Next": "Done"}


class DuplicateStateName(Rule):
    """Two states of one machine with the same name."""

    code = "WF104"
    severity = Severity.ERROR
    why = "The name of a state is unique in the whole machine, its branches and iterations included."
    source = "https://states-language.net/spec.html#states-fields"
    valid = (states(Fork=_parallel("Charge", "Store")),)
    invalid = (states(Fork=_parallel("Charge", "Charge")),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare the names of all scopes."""
        seen: set[str] = set()
        for state in subject.states:
            if state.name in seen:
                yield Hit(state.path, f'two states are named "{state.name}"', "give each its own name", of_key=True)
            seen.add(state.name)

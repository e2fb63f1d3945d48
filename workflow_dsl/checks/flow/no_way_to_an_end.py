"""WF105."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.flow.reach import reached
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import charge, states
from workflow_dsl.checks.subject import Scope, StateAt, Subject
from workflow_dsl.diagnostics import Severity


class NoWayToAnEnd(Rule):
    """States from which the execution can never end."""

    code = "WF105"
    severity = Severity.ERROR
    why = "They lead back to each other only: the execution runs until its time-out, or until its history is full."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"
    valid = (charge(),)
    invalid = (states(Ask={"Type": "Pass", "Next": "Answer"}, Answer={"Type": "Pass", "Next": "Ask"}),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Go back from the ends; what is not met has none."""
        for scope in subject.scopes:
            stuck = _stuck(scope)
            if stuck:
                first = scope.states[stuck[0]]
                named = " -> ".join([*stuck[:6], "..." if len(stuck) > 6 else stuck[0]])
                end = subject.words("end=True", '"End": true')
                instead = f"end one of them with {end}, or lead on to a Succeed or a Fail"
                yield Hit(first.path, f'from "{first.name}" no end can be reached ({named})', instead, of_key=True)


def _stuck(scope: Scope) -> list[str]:
    entries = scope.entries()
    ended = {name for name, state in scope.states.items() if _ends(state, scope)}
    pending = list(ended)
    while pending:
        for before, _ in entries[pending.pop()]:
            if before.name not in ended:
                ended.add(before.name)
                pending.append(before.name)
    if len(ended) == len(scope.states):
        return []
    # A state that cannot be reached is reported as such.
    begun = reached(scope, [scope.start])
    return [name for name in scope.states if name not in ended and name in begun]


def _ends(state: StateAt, scope: Scope) -> bool:
    if isinstance(state.state, asl.Succeed | asl.Fail) or getattr(state.state, "End", False):
        return True
    # Where a target is missing that is the fault to mend, not that nothing ends.
    return any(edge.target not in scope.states for edge in state.edges)

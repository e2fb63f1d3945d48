"""WF107."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.flow.reach import loops
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.diagnostics import Severity

_CHECK = {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.done %}", "Next": "Done"}]}
_WAIT = {"Type": "Wait", "Seconds": 60, "Next": "Ask"}


class LoopWithoutWait(Rule):
    """A loop that neither waits nor is bounded."""

    code = "WF107"
    severity = Severity.WARNING
    why = (
        "It goes round as fast as the service can: thousands of transitions are paid for in minutes, and a Standard "
        "execution fails after 25,000 events."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html"
    valid = (states(TimeoutSeconds=3600, Ask=task(Next="Ready"), Ready={**_CHECK, "Default": "Again"}, Again=_WAIT),)
    invalid = (
        states(Ask=task(Next="Ready"), Ready={**_CHECK, "Default": "Ask"}),
        states(Charge=task(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Charge"}])),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Every loop that can be left has to wait somewhere, or to count."""
        for scope in subject.scopes:
            for group in loops(scope):
                states_of = [scope.states[name] for name in group]
                if not _leaves(states_of) or any(_waits(state) for state in states_of) or _counts(states_of):
                    continue
                first = states_of[0]
                path = " -> ".join([*group[:6], first.name if len(group) <= 6 else "..."])
                yield Hit(
                    first.path,
                    f'"{first.name}" is repeated without a wait and without a bound ({path})',
                    "put a Wait into the loop, or count its rounds in a variable and leave after some",
                    of_key=True,
                )


def _leaves(group: list[StateAt]) -> bool:
    inside = {state.name for state in group}
    return any(
        getattr(state.state, "End", False) or any(edge.target not in inside for edge in state.edges) for state in group
    )


def _waits(state: StateAt) -> bool:
    each = state.state
    if isinstance(each, asl.Task):
        return each.Resource.endswith((".waitForTaskToken", ".sync", ".sync:2")) or ":activity:" in each.Resource
    return isinstance(each, asl.Wait)


def _counts(group: list[StateAt]) -> bool:
    """Whether a Choice of the loop compares with a number, or looks at what is left over to do."""
    return any(_compares_number(state.state) for state in group if isinstance(state.state, asl.Choice))


def _compares_number(choice: asl.Choice) -> bool:
    pending = list(choice.Choices)
    while pending:
        rule = pending.pop()
        match rule:
            case asl.And():
                pending.extend(rule.And)
            case asl.Or():
                pending.extend(rule.Or)
            case asl.Not():
                pending.append(rule.Not)
            case asl.Condition():
                if any(sign in str(rule.Condition) for sign in ("<", ">", "$count(", "$exists(")):
                    return True
            case asl.Comparison() if rule.operator.startswith(("Numeric", "IsPresent", "Timestamp")):
                return True
    return False

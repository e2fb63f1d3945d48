"""WF107."""

import re
from collections.abc import Iterator
from typing import Any

from workflow_dsl import asl
from workflow_dsl.asl.jsonata import Expression
from workflow_dsl.checks.data.expressions import parsed
from workflow_dsl.checks.flow.reach import groups, loops
from workflow_dsl.checks.functions import waits_for_others
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import QUESTION, jsonpath, jsonpath_task, service, states, task
from workflow_dsl.checks.subject import Edge, StateAt, Subject
from workflow_dsl.diagnostics import Severity

_CHECK = {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.done %}", "Next": "Done"}]}
_WAIT = {"Type": "Wait", "Seconds": 60, "Next": "Ask"}
_ROUNDS = {"Type": "Choice", "Choices": [{"Condition": "{% $rounds < 9 %}", "Next": "Ask"}], "Default": "Done"}
_LIMIT = {
    "Type": "Choice",
    "Choices": [{"Variable": "$$.Execution.Input.limit", "NumericGreaterThan": 5, "Next": "Ask"}],
}
_SIGNS = ("<", ">", "$count(", "$exists(")
_CLOCK = ("now", "millis", "random")
_VARIABLE = re.compile(r"\$([A-Za-z_]\w*)")
_TIMEOUTS = frozenset({"States.Timeout", "States.HeartbeatTimeout"})


def _asking(errors: list[str]) -> Any:
    """A question that is asked again after these errors."""
    again = [{"ErrorEquals": errors, "Next": "Ask"}]
    return service("sqs:sendMessage.waitForTaskToken", QUESTION, HeartbeatSeconds=20, Catch=again)


class LoopWithoutWait(Rule):
    """A loop that neither waits nor is bounded."""

    code = "WF107"
    severity = Severity.WARNING
    why = (
        "It goes round as fast as the service can: thousands of transitions are paid for in minutes, and a Standard "
        "execution fails after 25,000 events."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html"
    valid = (
        states(TimeoutSeconds=3600, Ask=task(Next="Ready"), Ready={**_CHECK, "Default": "Again"}, Again=_WAIT),
        states(
            Begin={"Type": "Pass", "Assign": {"rounds": 0}, "Next": "Ask"},
            Ask=task(Assign={"rounds": "{% $rounds + 1 %}"}, Next="Ready"),
            Ready=_ROUNDS,
        ),
        states(Ask=_asking(["States.Timeout"])),
    )
    invalid = (
        states(Ask=task(Next="Ready"), Ready={**_CHECK, "Default": "Ask"}),
        states(Charge=task(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Charge"}])),
        states(Ask=_asking(["States.ALL"])),
        states(Begin={"Type": "Pass", "Assign": {"rounds": 0}, "Next": "Ask"}, Ask=task(Next="Ready"), Ready=_ROUNDS),
        jsonpath(Ask=jsonpath_task(Next="Ready"), Ready={**_LIMIT, "Default": "Done"}),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Every loop that can be left has to wait somewhere on its way, or to count."""
        for scope in subject.scopes:
            for loop in loops(scope):
                group = [scope.states[name] for name in loop]
                if not _leaves(group):
                    continue
                for hurried in groups(_without_a_pause(group)):
                    yield _hit(subject, [scope.states[name] for name in hurried])


def _hit(subject: Subject, group: list[StateAt]) -> Hit:
    first = group[0]
    path = " -> ".join([*[state.name for state in group[:6]], first.name if len(group) <= 6 else "..."])
    instead = "put a Wait into the loop, or count its rounds in a variable and leave after some"
    if any(edge.kind == "catch" and edge.target == first.name for edge in first.edges):
        instead = subject.words("try again with retry=", 'try again with "Retry"') + ", which waits and counts"
    message = f'"{first.name}" is repeated without a wait and without a bound ({path})'
    return Hit(first.path, message, instead, of_key=True)


def _leaves(group: list[StateAt]) -> bool:
    inside = {state.name for state in group}
    return any(
        getattr(state.state, "End", False) or any(edge.target not in inside for edge in state.edges) for state in group
    )


def _without_a_pause(group: list[StateAt]) -> dict[str, list[str]]:
    """Where each state of a loop can go at once and without being counted."""
    inside = {state.name for state in group}
    assigned = {name for state in group for name in _assigned(state)}
    return {
        state.name: [
            edge.target
            for edge in state.edges
            if edge.target in inside and not _waits(state, edge) and not _counts(state, assigned)
        ]
        for state in group
    }


def _waits(state: StateAt, edge: Edge) -> bool:
    """Whether the way takes its time. What waits for somebody can fail at once as well, as when it may not ask."""
    each = state.state
    if not isinstance(each, asl.Task):
        return isinstance(each, asl.Wait)
    if edge.kind == "catch" and not _TIMEOUTS.issuperset(each.Catch[edge.number].ErrorEquals):
        return False
    return waits_for_others(each)


def _counts(state: StateAt, assigned: set[str]) -> bool:
    """Whether a Choice compares with a number, or looks at what is left over to do, of what the loop can change."""
    if not isinstance(state.state, asl.Choice):
        return False
    pending = list(state.state.Choices)
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
                if any(sign in str(rule.Condition) for sign in _SIGNS) and _changes(rule.Condition, assigned):
                    return True
            case asl.Comparison() if rule.operator.startswith(("Numeric", "IsPresent", "Timestamp")):
                paths = [rule.Variable, *([rule.operand] if rule.operator.endswith("Path") else [])]
                if any(_changes_path(str(path), assigned) for path in paths):
                    return True
    return False


def _changes(condition: Any, assigned: set[str]) -> bool:
    """Whether the condition reads what a round of the loop can change: the input of the execution stays as it is."""
    found = parsed(str(condition))
    if not isinstance(found, Expression):
        return True
    return (
        any(call.name in _CLOCK for call in found.functions_called)
        or any(read.name in assigned for read in found.names_read)
        or any(read.fields[:2] != ("context", "Execution") for read in found.states_fields)
    )


def _changes_path(path: str, assigned: set[str]) -> bool:
    variable = _VARIABLE.match(path)
    return variable[1] in assigned if variable else not path.startswith("$$.Execution.")


def _assigned(state: StateAt) -> Iterator[str]:
    for holder in (state.state, *getattr(state.state, "Catch", ()), *getattr(state.state, "Choices", ())):
        yield from (name.removesuffix(".$") for name in getattr(holder, "Assign", None) or ())

"""WF101."""

from collections.abc import Iterator

from workflow_dsl.checks.flow.reach import reached
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import charge, states, task
from workflow_dsl.checks.subject import Scope, Subject
from workflow_dsl.diagnostics import Severity, suggest


class UnreachableState(Rule):
    """A state that nothing leads to."""

    code = "WF101"
    severity = Severity.ERROR
    why = "It never runs, and the service refuses the definition: mostly a transition was meant to lead there."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"
    valid = (charge(),)
    invalid = (states(Charge=task(), Store=task()),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Follow every transition from the first state of each scope."""
        for scope in subject.scopes:
            if scope.start not in scope.states:
                continue
            found = reached(scope, [scope.start, *_probably_meant(scope)])
            for name, state in scope.states.items():
                if name not in found:
                    instead = 'lead there with "Next", "Default" or a catcher, or delete the state'
                    yield Hit(state.path, f'nothing leads to "{name}"', instead, of_key=True)


def _probably_meant(scope: Scope) -> Iterator[str]:
    """The states that transitions to nowhere were probably to lead to: the misspelt name is the fault to mend."""
    for state in scope.states.values():
        for edge in state.edges:
            near = None if edge.target in scope.states else suggest(edge.target, scope.states)
            if near is not None:
                yield near

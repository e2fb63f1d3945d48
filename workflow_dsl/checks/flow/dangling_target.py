"""WF102."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import CATCH_ALL, charge, states, task
from workflow_dsl.checks.subject import Scope, Subject
from workflow_dsl.diagnostics import Severity, suggest


class DanglingTarget(Rule):
    """A transition to a state that is not there, or that lies in another branch."""

    code = "WF102"
    severity = Severity.ERROR
    why = "The service refuses the definition; a transition stays within its own branch, iteration or machine."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-transitions.html"
    valid = (charge(),)
    invalid = (
        charge(Next="Don"),
        charge(Catch=[CATCH_ALL, {"ErrorEquals": ["States.Timeout"], "Next": "Fialed"}][::-1]),
        states(Charge=task(), Done={"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "Sotre"}]}),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look up every target in its own scope."""
        everywhere = {state.name for state in subject.states}
        for scope in subject.scopes:
            if scope.start not in scope.states:
                message = f'the first state is to be "{scope.start}", '
                yield _hit((*scope.path, "StartAt"), message, scope.start, scope, everywhere)
            for state in scope.states.values():
                for edge in state.edges:
                    if edge.target not in scope.states:
                        message = f'"{state.name}" goes to "{edge.target}", '
                        yield _hit(state.at(*edge.at), message, edge.target, scope, everywhere)


def _hit(path: tuple[str | int, ...], message: str, target: str, scope: Scope, everywhere: set[str]) -> Hit:
    if target in everywhere:
        instead = "a transition stays in its own branch, iteration or machine: go to a state of the same one"
        return Hit(path, message + "which lies in another part of the machine", instead)
    near = suggest(target, scope.states)
    instead = f'did you mean "{near}"?' if near else f"name one of {', '.join(list(scope.states)[:8])}"
    return Hit(path, message + "which no state is named", instead)

"""WF505."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import charge, states, task
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class AwkwardName(Rule):
    """A name of a state with characters that CloudWatch and X-Ray refuse."""

    code = "WF505"
    severity = Severity.WARNING
    why = "Names of states become dimensions of metrics and names of X-Ray subsegments, which are ASCII."
    source = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html"
    valid = (charge(),)
    invalid = (
        states(**{"Zahlung prüfen": task()}),
        states(**{"Charge\tit": task()}),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look at every name."""
        for state in subject.states:
            odd = dict.fromkeys(letter for letter in state.name if not letter.isascii() or not letter.isprintable())
            if odd:
                shown = " ".join(map(repr, odd))
                message = f'the name of the state "{state.name}" has {shown}, which metrics and traces cannot show'
                yield Hit(state.path, message, "use ASCII letters, digits, spaces, - and _", of_key=True)

"""WF505."""

import re
from collections.abc import Iterator
from typing import Final

from workflow_dsl.asl.resource import limit
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import charge, states, task
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

# https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
_REFUSED: Final = re.compile(r"""[\s<>{}\[\]?*"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]""")


class AwkwardName(Rule):
    """A name with characters that CloudWatch, X-Ray or the service itself refuse."""

    code = "WF505"
    severity = Severity.WARNING
    why = (
        "Names of states become dimensions of metrics and names of X-Ray subsegments, which are ASCII; a state "
        "machine's own name has no spaces, brackets, wildcards or other signs, and at most 80 characters."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html"
    valid = (charge(),)
    invalid = (
        states(**{"Zahlung prüfen": task()}),
        states(**{"Charge\tit": task()}),
        states(name="Payment: all", Charge=task()),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look at every name."""
        longest = limit("machine_name_characters")
        found = _REFUSED.search(subject.name)
        if found is not None and "/" not in subject.name:
            yield Hit((), f'the name "{subject.name}" has {found[0]!r} in it', "use letters, digits, - and _")
        elif len(subject.name) > longest and "/" not in subject.name:
            yield Hit((), f"the name has {len(subject.name)} characters", f"use at most {longest}")
        for state in subject.states:
            if not state.name.isascii() or not state.name.isprintable():
                odd = next(letter for letter in state.name if not letter.isascii() or not letter.isprintable())
                message = (
                    f'the name of the state "{state.name}" has {odd!r} in it, which metrics and traces cannot show'
                )
                yield Hit(state.path, message, "use ASCII letters, digits, spaces, - and _", of_key=True)

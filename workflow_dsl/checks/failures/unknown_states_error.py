"""WF314."""

from collections.abc import Iterator

from workflow_dsl.asl.resource import error_names
from workflow_dsl.checks.failures.matching import handler_names
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import CATCH_ALL, charge
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity, suggest


class UnknownStatesError(Rule):
    """A name that begins with `States.` and is not one of the language's errors."""

    code = "WF314"
    severity = Severity.WARNING
    why = "Such names are reserved: nothing ever reports this one, so the retrier or catcher never matches."
    source = "https://states-language.net/spec.html#appendix-a"
    valid = (charge(),)
    invalid = (charge(Catch=[{"ErrorEquals": ["States.TimeOut"], "Next": "Failed"}, CATCH_ALL]),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look every such name up."""
        known = error_names()
        for state, _ in subject.workers:
            for path, name in handler_names(state):
                if name.startswith("States.") and name not in known:
                    near = suggest(name, known)
                    instead = f"did you mean {near}?" if near else f"it is one of {', '.join(known)}"
                    yield Hit(path, f'"{state.name}" names {name}, which nothing reports', instead)

"""WF625."""

from collections.abc import Iterator

from workflow_dsl.checks.failures.matching import first_match
from workflow_dsl.checks.functions import function_of
from workflow_dsl.checks.handlers.errors import raised_errors
from workflow_dsl.checks.handlers.modules import find_handler
from workflow_dsl.checks.handlers.sample_sources import handler
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class ErrorWithoutRoute(Rule):
    """An error that a handler raises and that no catcher of a task with catchers takes."""

    code = "WF625"
    severity = Severity.WARNING
    why = "It ends the execution, although the author of the handler gave it a name for somebody to act upon."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (handler(),)
    invalid = (handler(Catch=[{"ErrorEquals": ["States.Timeout"], "Next": "Failed"}]),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Ask for each exception which catcher takes it."""
        if subject.read is None:
            return
        for state, task in subject.tasks:
            function = function_of(subject, task) if task.Catch else None
            found = find_handler(function, subject.read) if function is not None and function.handler else None
            if found is None or function is None:
                continue
            for name in raised_errors(found):
                if first_match(name, task.Catch) is None:
                    message = f'the handler of "{state.name}" raises {name}, and no catcher takes it'
                    instead = subject.words(
                        f'add Catch("{name}", to=...), or Catch(errors.ALL, to=...) last',
                        f"add a catcher for {name}, or for States.ALL last",
                    )
                    yield Hit(state.at("Catch"), message, instead, of_key=True)

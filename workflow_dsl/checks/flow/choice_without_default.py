"""WF109."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_RULES = {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.paid %}", "Next": "Done"}]}


class ChoiceWithoutDefault(Rule):
    """A Choice without Default."""

    code = "WF109"
    severity = Severity.WARNING
    why = "When no rule holds the execution fails with States.NoChoiceMatched, which no catcher of a Choice can take."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html"
    valid = (states(Paid={**_RULES, "Default": "Failed"}),)
    invalid = (states(Paid=_RULES),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """A last rule that always holds is as good as a Default."""
        for state in subject.states:
            choice = state.state
            if isinstance(choice, asl.Choice) and choice.Default is None and not _always(choice.Choices[-1]):
                instead = subject.words(
                    'add otherwise="...", the step for everything else',
                    'add "Default": "...", the state for everything else',
                )
                yield Hit(state.path, f'"{state.name}" fails when none of its rules holds', instead, of_key=True)


def _always(rule: asl.ChoiceRule) -> bool:
    return isinstance(rule, asl.Condition) and str(rule.Condition).strip("{}% ").lower() == "true"

"""WF110."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_PAID = {"Condition": "{% $states.input.paid %}", "Next": "Done"}


def _choice(*rules: dict[str, str]) -> dict[str, object]:
    return {"Type": "Choice", "Choices": list(rules), "Default": "Failed"}


class RuleNeverReached(Rule):
    """A choice rule behind one that always holds, or behind the same condition."""

    code = "WF110"
    severity = Severity.WARNING
    why = "The first rule that holds is taken, so this one never is: one of the two is not what was meant."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html"
    valid = (states(Paid=_choice(_PAID, {"Condition": "{% $states.input.refused %}", "Next": "Failed"})),)
    invalid = (
        states(Paid=_choice(_PAID, {**_PAID, "Next": "Failed"})),
        states(Paid=_choice({"Condition": "{% true %}", "Next": "Done"}, _PAID)),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare each rule with those before it."""
        for state in subject.states:
            if not isinstance(state.state, asl.Choice):
                continue
            seen: dict[str, int] = {}
            for index, rule in enumerate(state.state.Choices):
                condition = _condition(rule)
                first = seen.get(condition, seen.get("true"))
                if first is not None:
                    message = f'rule {index + 1} of "{state.name}" is never reached: rule {first + 1} takes its cases'
                    yield Hit(state.at("Choices", index), message, "delete one of them, or change its condition")
                seen.setdefault(condition, index)


def _condition(rule: asl.ChoiceRule) -> str:
    if isinstance(rule, asl.Condition):
        return str(rule.Condition).strip("{}% ").replace("True", "true")
    left_out = {"Next", "Assign", "Output", "Comment"}
    return repr([(name, getattr(rule, name)) for name in sorted(rule.model_fields_set - left_out)])

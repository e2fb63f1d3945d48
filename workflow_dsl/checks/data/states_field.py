"""WF216."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.data.context_fields import unknown_context_field
from workflow_dsl.checks.data.expressions import expressions
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import CATCH_ALL, charge, states
from workflow_dsl.checks.strings import Text
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.diagnostics import Severity, suggest

_FIELDS = ("input", "result", "errorOutput", "context")
_KEPT = ("read caught.error or caught.cause", "assign it to a variable in the catcher, and read that")
_HANDED_ON = ("read the output of a step before", "read $states.input, or a variable")


class StatesField(Rule):
    """A field of `$states` that does not exist, or not here."""

    code = "WF216"
    severity = Severity.ERROR
    why = (
        "$states has input and context everywhere, result in the Output and Assign of a Task, Map or Parallel that has "
        "succeeded, and errorOutput in those of a catcher. The service refuses errorOutput outside of a catcher."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#transforming-states-reserved-variable"
    valid = (
        charge(Output="{% $states.result.Payload %}"),
        charge(Catch=[{**CATCH_ALL, "Assign": {"caught": "{% $states.errorOutput %}"}}]),
    )
    invalid = (
        charge(Output="{% $states.reslt.Payload %}"),
        charge(Output="{% $states.errorOutput.Cause %}"),
        states(Name={"Type": "Pass", "Output": "{% $states.result %}", "End": True}),
        states(Name={"Type": "Pass", "Output": "{% $states.context.Execution.Arn %}", "End": True}),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look each read of `$states` up."""
        for state, text, expression in expressions(subject):
            for read in expression.states_fields:
                found = _problem(subject, state, text, read.fields)
                if found is not None:
                    yield Hit(text.path, f'"{state.name}" reads {found[0]}', found[1], offset=read.at + 2)


def _problem(subject: Subject, state: StateAt, text: Text, fields: tuple[str, ...]) -> tuple[str, str] | None:
    if not fields:
        return None
    name = fields[0]
    if name not in _FIELDS:
        near = suggest(name, _FIELDS)
        instead = f"did you mean $states.{near}?" if near else "it has input, result, errorOutput and context"
        return f"$states.{name}, and there is no such field", instead
    if name == "errorOutput" and not text.in_catcher:
        return "$states.errorOutput outside of a catcher", subject.words(*_KEPT)
    if name == "result" and not _has_result(state, text):
        return "$states.result where there is none", subject.words(*_HANDED_ON)
    if name == "context":
        unknown = unknown_context_field(fields[1:])
        if unknown is not None:
            return f"{unknown[0]} of the context object, and there is no such field", unknown[1]
    return None


def _has_result(state: StateAt, text: Text) -> bool:
    works = isinstance(state.state, asl.Worker)
    return works and text.field in ("Output", "Assign")

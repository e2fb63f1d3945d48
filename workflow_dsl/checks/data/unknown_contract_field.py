"""WF201."""

from collections.abc import Iterator

from pydantic import BaseModel

from workflow_dsl.checks.contracts import wire_fields
from workflow_dsl.checks.data.expressions import expressions, paths_read
from workflow_dsl.checks.data.types import types_of
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Function, Subject
from workflow_dsl.diagnostics import Severity, suggest


class Receipt(BaseModel, extra="forbid", defer_build=True):
    """What the example's function gives."""

    chargeId: str  # noqa: N815 - as it travels
    amount: int = 0


_FUNCTIONS = {"Charge": Function("Charge", output=Receipt)}
_ASSIGN = {"charge": "{% $states.result.Payload %}"}


def _read(field: str) -> dict[str, object]:
    return {"Type": "Succeed", "Output": "{% $charge." + field + " %}"}


def _handed_on(field: str) -> dict[str, object]:
    return {"Type": "Succeed", "Output": "{% $states.input." + field + " %}"}


class UnknownContractField(Rule):
    """A field that the contract of a value does not have."""

    code = "WF201"
    severity = Severity.ERROR
    why = (
        "JSONata gives nothing for it, and a state whose output or argument is nothing fails. The type is "
        "followed from the contracts of the input and of the functions through Assign and Output."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html"
    valid = (states(functions=_FUNCTIONS, Charge=task(Assign=_ASSIGN), Done=_read("chargeId")),)
    invalid = (
        states(functions=_FUNCTIONS, Charge=task(Assign=_ASSIGN), Done=_read("charge_id")),
        states(functions=_FUNCTIONS, Charge=task(Output=_ASSIGN["charge"]), Done=_handed_on("charge_id")),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Follow each path that an expression reads."""
        if subject.input is None and not subject.functions:
            return
        types = types_of(subject)
        for state, text, expression in expressions(subject):
            for path in paths_read(expression):
                if path[:2] == ("states", "errorOutput") and not text.in_catcher:
                    continue  # The fault is that it is read at all.
                _, model, field = types.follow(state, path)
                if model is not None and f"$exists(${'.'.join(path)}" not in text.value:
                    known = wire_fields(model)
                    near = suggest(field, known)
                    instead = f"did you mean {near}?" if near else f"it has {', '.join(known)}"
                    # In Python the variable is the compiler's own, and its name says nothing to the author.
                    what = subject.words(field, f"${'.'.join(path)}")
                    message = f'"{state.name}" reads {what}, and {model.__name__} has no field {field}'
                    yield Hit(text.path, message, instead)

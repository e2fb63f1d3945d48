"""WF231."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, Field

from workflow_dsl.checks.functions import function_of
from workflow_dsl.checks.privacy.sensitive import sensitive_fields
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Function, Subject
from workflow_dsl.diagnostics import Severity


class Payment(BaseModel, defer_build=True):
    """A payment by a token."""

    token: str


class CardPayment(BaseModel, defer_build=True):
    """A payment by a card number, marked as sensitive."""

    number: Annotated[str, Field(json_schema_extra={"sensitive": True})]


class SensitiveInState(Rule):
    """A sensitive field in the input of the execution, or in what a function takes or gives."""

    code = "WF231"
    severity = Severity.ERROR
    why = (
        "All of it is state data: it is kept in the execution's history for 90 days, shown in the console, and "
        "written to the logs when they include execution data. Pass a token instead, and let the handler look "
        "the value up."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html"
    valid = (states(input=Payment, Charge=task()),)
    invalid = (
        states(input=CardPayment, Charge=task()),
        states(functions={"Charge": Function("Charge", output=CardPayment)}, Charge=task()),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look at the contracts of everything that passes through states."""
        yield from _of_contract(subject.input, (), "the execution's input")
        for state, each in subject.tasks:
            function = function_of(subject, each)
            if function is not None:
                at = state.at("Resource")
                yield from _of_contract(function.input, at, f'the payload of "{state.name}"')
                yield from _of_contract(function.output, at, f'the result of "{state.name}"')


def _of_contract(contract: Any, path: tuple[str | int, ...], what: str) -> Iterator[Hit]:
    for field in sensitive_fields(contract):
        message = f"{what} has the sensitive field {'.'.join(field)} of {contract.__name__}"
        yield Hit(path, message, "pass a token in its place, and let the handler look the value up")

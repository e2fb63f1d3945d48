"""WF503."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, Field

from workflow_dsl.asl.resource import limit
from workflow_dsl.checks.contracts import most_bytes
from workflow_dsl.checks.functions import function_of
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Function, Subject
from workflow_dsl.diagnostics import Severity


class Line(BaseModel, defer_build=True):
    """A line of the example's order."""

    text: Annotated[str, Field(max_length=500)]


class Order(BaseModel, defer_build=True):
    """The example's order."""

    lines: Annotated[list[Line], Field(max_length=1000)]


class ShortOrder(BaseModel, defer_build=True):
    """An order of few lines."""

    lines: Annotated[list[Line], Field(max_length=20)]


def _states(output: Any) -> Any:
    return states(functions={"Charge": Function("Charge", output=output)}, Charge=task())


class PayloadTooLarge(Rule):
    """A contract that allows more than a payload may hold."""

    code = "WF503"
    severity = Severity.WARNING
    why = (
        "A state's input and output have at most 262,144 bytes; beyond that the execution fails with "
        "States.DataLimitExceeded, which States.ALL does not catch. The bound follows from the contract's max_length."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"
    valid = (_states(ShortOrder),)
    invalid = (_states(Order),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Add up the most that each contract allows; what is not bounded is not reported."""
        most = limit("payload_bytes")
        size = _size(subject.input)
        if size > most:
            message = f"the input {subject.input.__name__} may have {size:,} bytes, and {most:,} are allowed"
            yield Hit((), message, "pass the key of an S3 object instead, or lower the contract's max_length")
        for state, each in subject.tasks:
            function = function_of(subject, each)
            for kind, contract in (("payload", function.input), ("result", function.output)) if function else ():
                size = _size(contract)
                if size > most:
                    message = (
                        f'the {kind} of "{state.name}", {contract.__name__}, may have {size:,} '
                        f"bytes, and {most:,} are allowed"
                    )
                    yield Hit(
                        state.at("Resource"), message, "pass the key of an S3 object instead, or lower the max_length"
                    )


def _size(contract: Any) -> int:
    return 0 if contract is None else most_bytes(contract) or 0

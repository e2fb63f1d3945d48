"""Making a value."""

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from pydantic import Field

from workflow_dsl.dsl.expression import expression, type_of
from workflow_dsl.dsl.nodes import OutputOf
from workflow_dsl.dsl.steps.step import Going

Value = TypeVar("Value")


class Pass(Going, Generic[Value]):
    """Make a value of others without calling anything: `Pass("Sum", value=a.output.total + b.output.total).output`.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html
    """

    value: Any = Field(None, description="an expression, bind(Contract, ...) or a dictionary")

    if TYPE_CHECKING:

        def __init__(self, name: str, *, value: Value = ..., next: Any = None, comment: str | None = None) -> None: ...

    @property
    def output(self) -> Value:
        """The value, for the steps after it."""
        return cast(Value, expression(OutputOf(self), type_of(self.value)))

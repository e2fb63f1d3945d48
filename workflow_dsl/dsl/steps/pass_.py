"""Making a value."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, cast

from pydantic import Field
from typing_extensions import TypeVar

from workflow_dsl.dsl.expression import expression, type_of
from workflow_dsl.dsl.nodes import OutputOf
from workflow_dsl.dsl.steps.step import Going

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import GoingOptions

Value = TypeVar("Value", default=Any)


class Pass(Going, Generic[Value]):
    """Make a value of others without calling anything: `Pass("Sum", value=a.output.total + b.output.total).output`.

    In JSONPath `value` is written as it is (Result), and `parameters` is what paths are read into (Parameters).
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html
    """

    value: Any = Field(None, description="an expression, bind(Contract, ...) or a dictionary")
    parameters: Any = Field(None, description='{"total": jsonpath("$.sum")}')

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            value: Value = ...,
            parameters: Any = None,
            **options: Unpack[GoingOptions],
        ) -> None: ...

    @property
    def output(self) -> Value:
        """The value, for the steps after it."""
        made = self.value if self.gives is None else self.gives
        return cast(Value, expression(OutputOf(self), type_of(made)))

    def _faults(self) -> Iterator[tuple[str, str]]:
        yield from super()._faults()
        if self.value is not None and self.gives is not None:
            yield "value and output both say what the next state gets", "keep value="

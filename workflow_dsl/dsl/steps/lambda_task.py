"""Calling a Lambda function."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from pydantic import Field, StrictBool

from workflow_dsl.dsl import types
from workflow_dsl.dsl.expression import type_of
from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps.flow import In
from workflow_dsl.dsl.steps.task import Out, Task
from workflow_dsl.resources import AnyFunction, LambdaFunction, Parameter

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import TaskOptions


class LambdaTask(Task[Out], Generic[In, Out]):
    """Call a function with `payload`, which is the function's input contract; `output` is its output contract.

    A function of another stack is given by its name or ARN, or by a parameter that holds it. With `wait_for_token` the
    step ends when somebody answers with `context.task_token`, which the payload must then carry.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "function")
    function: AnyFunction | Parameter | str = Field(description="a LambdaFunction, or the ARN of one")
    payload: Any = Field(
        description="the function's input: bind(Contract, ...), workflow.input or another step's output"
    )
    wait_for_token: StrictBool = Field(False, description="True or False")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            function: LambdaFunction[In, Out] | Parameter | str,
            *,
            payload: In,
            retry: Sequence[Retry] = (),
            catch: Sequence[Catch] = (),
            timeout: timedelta | None = None,
            heartbeat: timedelta | None = None,
            wait_for_token: bool = False,
            next: Any = None,
            comment: str | None = None,
            **options: Unpack[TaskOptions],
        ) -> None: ...

    def _faults(self) -> Iterator[tuple[str, str]]:
        yield from super()._faults()
        wanted, given = getattr(self.function, "input", None), self.payload
        if not types.is_model(wanted) or isinstance(given, Mapping):
            return
        if not types.is_assignable(type_of(given), wanted):
            name, needed = types.describe(type_of(given)), types.describe(wanted)
            yield f"the payload is {name}, and the function takes {needed}", f"write bind({needed}, ...)"

    def _output_type(self) -> Any:
        output = getattr(self.function, "output", None)
        return Any if output is None else output

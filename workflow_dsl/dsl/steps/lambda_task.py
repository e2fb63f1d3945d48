"""Calling a Lambda function."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from pydantic import Field

from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps.task import Task
from workflow_dsl.resources import AnyFunction, LambdaFunction

In = TypeVar("In")
Out = TypeVar("Out")


class LambdaTask(Task[Out], Generic[In, Out]):
    """Call a function with `payload`, which is the function's input contract; `output` is its output contract.

    With `wait_for_token` the step ends when somebody answers with `context.task_token`, which the payload must then
    carry.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "function")
    function: AnyFunction = Field(description="a LambdaFunction")
    payload: Any = Field(
        description="the function's input: bind(Contract, ...), workflow.input or another step's output"
    )
    wait_for_token: bool = Field(False, description="True or False")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            function: LambdaFunction[In, Out],
            *,
            payload: In,
            retry: Sequence[Retry] = (),
            catch: Sequence[Catch] = (),
            timeout: timedelta | None = None,
            heartbeat: timedelta | None = None,
            wait_for_token: bool = False,
            next: Any = None,
            comment: str | None = None,
        ) -> None: ...

    def _output_type(self) -> Any:
        output = getattr(self.function, "output", None)
        return Any if output is None else output

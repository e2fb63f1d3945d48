"""Calling a Lambda function."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, overload

from pydantic import Field, StrictBool

from workflow_dsl.declaration import Contract
from workflow_dsl.dsl import types
from workflow_dsl.dsl.expression import type_of
from workflow_dsl.dsl.steps.flow import In
from workflow_dsl.dsl.steps.task import Out, Task
from workflow_dsl.resources import AnyFunction, LambdaFunction, Parameter

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import TaskOptions


class LambdaTask(Task[Out], Generic[In, Out]):
    """Call a function with `payload`, which is the function's input contract; `output` is its output contract.

    A function of another stack is given by its name or ARN, or by a parameter that holds it; `result` is the contract
    of what it gives. With `wait_for_token` the step ends when somebody answers with `context.task_token`, which the
    payload must then carry; `result` is the contract of the answer.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "function")
    function: AnyFunction | Parameter | str = Field(description="a LambdaFunction, or the ARN of one")
    payload: Any = Field(
        description="the function's input: bind(Contract, ...), workflow.input or another step's output"
    )
    wait_for_token: StrictBool = Field(False, description="True or False")
    result: Contract = Field(Any, description="the type of the answer")

    if TYPE_CHECKING:

        @overload
        def __init__(
            self,
            name: str,
            function: LambdaFunction[In, Out],
            *,
            payload: In,
            wait_for_token: Literal[False] = False,
            **options: Unpack[TaskOptions],
        ) -> None: ...

        @overload
        def __init__(
            self,
            name: str,
            function: LambdaFunction[In, Any] | Parameter | str,
            *,
            payload: In,
            wait_for_token: bool = False,
            result: type[Out] | UnionType,
            **options: Unpack[TaskOptions],
        ) -> None: ...

        @overload
        def __init__(
            self: "LambdaTask[Any, Any]",
            name: str,
            function: Parameter | str,
            *,
            payload: Any,
            wait_for_token: bool = False,
            **options: Unpack[TaskOptions],
        ) -> None: ...

        def __init__(self, name: str, *given: Any, **named: Any) -> None: ...

    def _faults(self) -> Iterator[tuple[str, str]]:
        yield from super()._faults()
        yield from self._faults_of_result()
        wanted, given = getattr(self.function, "input", None), self.payload
        if not types.is_model(wanted) or isinstance(given, Mapping):
            return
        if not types.is_assignable(type_of(given), wanted):
            name, needed = types.describe(type_of(given)), types.describe(wanted)
            yield f"the payload is {name}, and the function takes {needed}", f"write bind({needed}, ...)"

    def _faults_of_result(self) -> Iterator[tuple[str, str]]:
        """The contract of the function is no contract of the answer: whoever has the token sends what he will."""
        known, is_given = getattr(self.function, "output", None), "result" in self.model_fields_set
        if known is not None and self.wait_for_token and not is_given:
            yield (
                "it waits for a token, and what comes with that is not what the function gives",
                "say what answers: result=Contract",
            )
        elif known is not None and is_given and not self.wait_for_token:
            problem = f"the result is {types.describe(known)}, as the function says"
            yield problem, "leave result= out, or wait for somebody else's answer with wait_for_token=True"

    def _output_type(self) -> Any:
        output = getattr(self.function, "output", None)
        return self.result if "result" in self.model_fields_set or output is None else output

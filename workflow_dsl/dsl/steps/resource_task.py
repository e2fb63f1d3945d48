"""Calling whatever a Resource names."""

from collections.abc import Mapping
from types import UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from pydantic import Field

from workflow_dsl.declaration import Contract
from workflow_dsl.dsl.steps.task import Out, Task
from workflow_dsl.resources import Parameter, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import TaskOptions


class ResourceTask(Task[Out], Generic[Out]):
    """A task whose Resource is given as it is: the ARN of a Lambda function or of an activity, or a parameter that
    holds one. `arguments` is what it gets; without, the state's input.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "resource")
    resource: str | Resource = Field(description='an ARN, as "arn:aws:states:eu-west-1:111122223333:activity:Approve"')
    arguments: Any = Field(None, description='{"orderId": ...}')
    result: Contract = Field(Any, description="the type of the answer")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            resource: str | Parameter,
            *,
            arguments: Mapping[str, Any] = ...,
            result: type[Out] | UnionType = ...,
            **options: Unpack[TaskOptions],
        ) -> None: ...

    def _output_type(self) -> Any:
        return self.result

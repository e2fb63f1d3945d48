"""Calling any action of any AWS service."""

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import TYPE_CHECKING, Any, Generic, Literal

from pydantic import Field, StrictBool

from workflow_dsl.declaration import Contract
from workflow_dsl.dsl.steps.task import Out, Task
from workflow_dsl.resources import Grant

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import TaskOptions

Pattern = Literal["", "sync", "sync:2", "waitForTaskToken"]


class AwsTask(Task[Out], Generic[Out]):
    """Call `action` of `service` with `arguments`, both spelled as the API does: service="s3", action="GetObject".

    `optimized` takes Step Functions' own integration of the service instead of the SDK's, which `pattern` "sync" and
    "sync:2" (wait for the job's end) need. `grants` are the permissions that the call needs on resources of the stack;
    `result` is the type of the answer.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
    """

    service: str = Field(pattern=r"^[a-z0-9-]+$", description='a service, as "s3"')
    action: str = Field(pattern=r"^[A-Za-z0-9]+$", description='an action, as "GetObject"')
    arguments: Any = Field(default_factory=dict, description='{"Bucket": "...", "Key": ...}')
    result: Contract = Field(Any, description="the type of the answer")
    pattern: Pattern = Field("", description='"", "sync", "sync:2" or "waitForTaskToken"')
    optimized: StrictBool = Field(False, description="True or False")
    grants: tuple[Grant, ...] = Field((), description="[table.grant(...)]")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            service: str,
            action: str,
            arguments: Mapping[str, Any] = ...,
            result: type[Out] | UnionType = ...,
            pattern: Pattern = "",
            optimized: bool = False,
            grants: Sequence[Grant] = (),
            **options: Unpack[TaskOptions],
        ) -> None: ...

    def _output_type(self) -> Any:
        return self.result

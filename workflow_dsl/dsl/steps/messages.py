"""Sending messages: to a topic, to a queue."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from pydantic import Field, StrictBool

from workflow_dsl.declaration import Contract
from workflow_dsl.dsl.steps.task import Out, Task
from workflow_dsl.dsl.steps.texts import not_text
from workflow_dsl.resources import Parameter, Queue, Topic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import TaskOptions

# Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
LONGEST_SUBJECT = 100


class SnsPublish(Task[Out], Generic[Out]):
    """Publish `message` to a topic; anything but text is sent as JSON. `attributes` are text that subscriptions can
    filter by.

    With `wait_for_token` the step ends when somebody answers with `context.task_token`, which the message must then
    carry; `result` is the contract of the answer.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "topic")
    topic: Topic | Parameter | str = Field(description="a Topic, or the ARN of one")
    message: Any = Field(description="text, a dictionary or bind(Contract, ...)")
    subject: Any = Field(None, description="text of at most 100 characters")
    attributes: Mapping[str, Any] = Field(default_factory=dict, description='{"severity": "urgent"}')
    wait_for_token: StrictBool = Field(False, description="True or False")
    result: Contract = Field(Any, description="the type of the answer")

    def _faults(self) -> Iterator[tuple[str, str]]:
        yield from super()._faults()
        yield from not_text(
            {"subject": self.subject, **{f"attribute {key}": value for key, value in self.attributes.items()}}
        )
        if isinstance(self.subject, str) and (len(self.subject) > LONGEST_SUBJECT or not self.subject.isprintable()):
            problem = f"the subject is longer than {LONGEST_SUBJECT} characters, or has a line break in it"
            yield problem, "shorten it: SNS refuses the message otherwise"

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            topic: Topic | Parameter | str,
            *,
            message: Any,
            subject: str | None = None,
            attributes: Mapping[str, str] = ...,
            wait_for_token: bool = False,
            result: type[Out] | UnionType = ...,
            **options: Unpack[TaskOptions],
        ) -> None: ...

    def _output_type(self) -> Any:
        return self.result


class SqsSendMessage(Task[Out], Generic[Out]):
    """Send `body` to a queue; anything but text is sent as JSON.

    With `wait_for_token` the step ends when somebody answers with `context.task_token`, which the body must then carry;
    `result` is the contract of the answer.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "queue")
    queue: Queue | Parameter | str = Field(description="a Queue, or the URL of one")
    body: Any = Field(description="text, a dictionary or bind(Contract, ...)")
    wait_for_token: StrictBool = Field(False, description="True or False")
    result: Contract = Field(Any, description="the type of the answer")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            queue: Queue | Parameter | str,
            *,
            body: Any,
            wait_for_token: bool = False,
            result: type[Out] | UnionType = ...,
            **options: Unpack[TaskOptions],
        ) -> None: ...

    def _output_type(self) -> Any:
        return self.result

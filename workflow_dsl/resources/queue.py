"""SQS queues."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field, StrictBool

from workflow_dsl.resources.durations import WholeSeconds
from workflow_dsl.resources.resource import Grant, Resource


class Queue(Resource):
    """An SQS queue, encrypted and reached by TLS only; messages are kept for `retention`, 14 days at most.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html
    """

    kind: ClassVar[str] = "SQSQueue"
    service: ClassVar[str] = "sqs"
    retention: WholeSeconds = Field(
        timedelta(days=14), ge=timedelta(minutes=1), le=timedelta(days=14), description="timedelta(days=14)"
    )
    alarm_when_not_empty: StrictBool = Field(True, description="True or False")

    if TYPE_CHECKING:

        def __init__(
            self, name: str, *, retention: timedelta = timedelta(days=14), alarm_when_not_empty: bool = True
        ) -> None: ...

    def grant_send(self) -> Grant:
        """Permission to send messages to the queue."""
        return self.grant("sqs:SendMessage")

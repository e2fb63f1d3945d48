"""What a Resource can be."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Pattern(Enum):
    """How a Task waits for a service.

    https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html
    """

    REQUEST_RESPONSE = ""
    """Go on when the service has answered."""
    SYNC = ".sync"
    """Go on when the job that was started has ended."""
    SYNC_2 = ".sync:2"
    """As SYNC; the output of a nested execution is JSON and not a string."""
    CALLBACK = ".waitForTaskToken"
    """Go on when somebody sends the task token back."""


class ServiceTask(NamedTuple):
    """An optimized integration: `arn:aws:states:::sqs:sendMessage.waitForTaskToken`."""

    service: str
    action: str
    pattern: Pattern = Pattern.REQUEST_RESPONSE
    partition: str = "aws"

    def __str__(self) -> str:
        return f"arn:{self.partition}:states:::{self.service}:{self.action}{self.pattern.value}"


class SdkTask(NamedTuple):
    """An SDK integration, any operation of any service: `arn:aws:states:::aws-sdk:s3:getObject`."""

    service: str
    action: str
    pattern: Pattern = Pattern.REQUEST_RESPONSE
    partition: str = "aws"

    def __str__(self) -> str:
        return f"arn:{self.partition}:states:::aws-sdk:{self.service}:{self.action}{self.pattern.value}"


class LambdaArn(NamedTuple):
    """A function called directly, without the optimized integration; `qualifier` is a version or an alias."""

    function: str
    qualifier: str | None = None
    region: str = ""
    account: str = ""
    partition: str = "aws"

    def __str__(self) -> str:
        arn = f"arn:{self.partition}:lambda:{self.region}:{self.account}:function:{self.function}"
        return arn if self.qualifier is None else f"{arn}:{self.qualifier}"


class Activity(NamedTuple):
    """An activity: a worker anywhere asks for the work."""

    name: str
    region: str = ""
    account: str = ""
    partition: str = "aws"

    def __str__(self) -> str:
        return f"arn:{self.partition}:states:{self.region}:{self.account}:activity:{self.name}"


class Substitution(NamedTuple):
    """`${Name}`: a template will put something here, of which nothing is known yet."""

    name: str

    def __str__(self) -> str:
        return f"${{{self.name}}}"


class OtherResource(NamedTuple):
    """None of these: a resource of another service, an expression, or a mistake."""

    text: str

    def __str__(self) -> str:
        return self.text


Resource = ServiceTask | SdkTask | LambdaArn | Activity | Substitution | OtherResource
"""Every kind of Resource; its text is `str(resource)`."""

"""Lambda functions."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import AfterValidator, Field, InstanceOf, StrictInt

from workflow_dsl.declaration import Contract
from workflow_dsl.resources.durations import WholeSeconds
from workflow_dsl.resources.environment import Environment
from workflow_dsl.resources.resource import Grant, Resource
from workflow_dsl.resources.vpc import Vpc

In = TypeVar("In")
Out = TypeVar("Out")


def _dotted(handler: str) -> str:
    parts = handler.split(".")
    if len(parts) < 2 or not all(part.isidentifier() for part in parts):
        raise ValueError(f'"{handler}" is not a handler; write module.function, as "lambdas.payments.starter.handler"')
    return handler


def _below_project(path: str) -> str:
    if not path or "\\" in path or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ValueError(f'"{path}" is not below the project\'s folder; write a path from there, with /')
    return path


ProjectPath = Annotated[str, AfterValidator(_below_project)]


class LambdaFunction(Resource, Generic[In, Out]):
    """A Lambda function in Python: where its handler is, what it takes and gives, what it may do.

    `input` and `output` are the contracts (pydantic models) of the handler's event and result; `handler` is a dotted
    name below the project's folder. Environment values that are resources stand for their `Ref`: a table's name, a
    topic's ARN, a queue's URL. `timeout` is Lambda's own, up to 15 minutes; `memory` is in MB. `vpc` is the network
    that it is put into, one for all environments or one for each, as `{"dev": Vpc(...), "prod": Vpc(...)}`.

    Its code is written into the template, unless it is a zip: with `requirements`, a file of pinned libraries; with
    `files`, patterns of what else it reads or imports; or with `packaging="zip"` alone. Paths are below the project's
    folder.
    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html
    """

    kind: ClassVar[str] = "LambdaFunction"
    service: ClassVar[str] = "lambda"
    handler: Annotated[str, AfterValidator(_dotted), Field(description='"lambdas.payments.starter.handler"')]
    input: Contract = Field(None, description="the pydantic model of the handler's event")
    output: Contract = Field(None, description="the pydantic model of the handler's result")
    description: str = Field("", max_length=256, description="a sentence of at most 256 characters")
    timeout: WholeSeconds = Field(
        timedelta(seconds=30), ge=timedelta(seconds=1), le=timedelta(minutes=15), description="timedelta(seconds=30)"
    )
    memory: StrictInt = Field(256, ge=128, le=10240, description="MB, from 128 to 10,240")
    environment: Environment = Field(default_factory=dict, description='{"NAME": "value" or a resource}')
    grants: tuple[Grant, ...] = Field((), description="[table.grant(...), ...]")
    reserved_concurrency: StrictInt | None = Field(None, ge=0, description="a whole number of invocations at once")
    vpc: InstanceOf[Vpc] | dict[str, InstanceOf[Vpc]] | None = Field(
        None, description='Vpc(...), or {"dev": Vpc(...), "prod": Vpc(...)}'
    )
    requirements: ProjectPath | None = Field(None, description='"lambdas/payments/requirements.txt"')
    files: tuple[ProjectPath, ...] = Field((), description='["lambdas/payments/rates.json"]')
    packaging: Literal["inline", "zip"] | None = Field(None, description='"inline" or "zip"')

    @property
    def is_zip(self) -> bool:
        """Whether its code is a zip in a bucket, and not in the template."""
        return self.packaging == "zip" or self.requirements is not None or bool(self.files)

    def _faults(self) -> Iterator[tuple[str, str]]:
        if self.packaging == "inline" and self.is_zip:
            given = "requirements" if self.requirements is not None else "files"
            yield f"inline code has no room for {given}", 'leave packaging out, or write packaging="zip"'

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            handler: str,
            input: type[In],
            output: type[Out],
            description: str = "",
            timeout: timedelta = timedelta(seconds=30),
            memory: int = 256,
            environment: Mapping[str, str | Resource] = ...,
            grants: tuple[Grant, ...] | list[Grant] = (),
            reserved_concurrency: int | None = None,
            vpc: Vpc | Mapping[str, Vpc] | None = None,
            requirements: str | None = None,
            files: tuple[str, ...] | list[str] = (),
            packaging: Literal["inline", "zip"] | None = None,
        ) -> None: ...


AnyFunction = LambdaFunction[Any, Any]

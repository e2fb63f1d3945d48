"""The workflow: the outermost flow, with what the stack needs around it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from pydantic import Field

from workflow_dsl.dsl.durations import WholeSeconds
from workflow_dsl.dsl.steps import Flow, Step
from workflow_dsl.dsl.steps.step import StateName
from workflow_dsl.resources import Resource, Topic

In = TypeVar("In")


class Workflow(Flow[In], Generic[In]):
    """A state machine: `input` is the contract of its executions' input, `timeout` the longest that one may run
    (Standard: a year).

    `steps` and `route(...)` are as for any Flow. `alerts` is the topic that alarms go to. `includes` are the resources
    that no step uses but that belong to the stack: triggers, metrics, a scheduled function.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-standard-vs-express.html
    """

    positional: ClassVar[tuple[str, ...]] = ("name",)
    name: StateName = Field(frozen=True)
    timeout: WholeSeconds | None = Field(
        None, gt=timedelta(0), le=timedelta(seconds=99_999_999), frozen=True, description="timedelta(hours=1)"
    )
    alerts: Topic | None = Field(None, frozen=True, description="a Topic")
    includes: tuple[Resource, ...] = Field((), frozen=True, description="[HttpApi(...), ...]")
    comment: str | None = Field(None, frozen=True, description="a sentence that says what the workflow does")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            input: type[In],
            timeout: timedelta | None = None,
            alerts: Topic | None = None,
            includes: Sequence[Resource] = (),
            comment: str | None = None,
            steps: Sequence[Step] = (),
        ) -> None: ...

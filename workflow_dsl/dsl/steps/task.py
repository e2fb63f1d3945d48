"""What every task has: retriers, catchers and time-outs."""

from datetime import timedelta
from typing import Any, Generic, TypeVar, cast

from pydantic import Field

from workflow_dsl.dsl.durations import WholeSeconds
from workflow_dsl.dsl.expression import expression
from workflow_dsl.dsl.nodes import OutputOf
from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps.step import Going

Out = TypeVar("Out")


class Guarded(Going, Generic[Out]):
    """A step that can fail: with retriers and catchers, each tried in the order written."""

    retry: tuple[Retry, ...] = Field((), description="[Retry(...), ...]")
    catch: tuple[Catch, ...] = Field((), description="[Catch(..., to=...), ...]")

    @property
    def output(self) -> Out:
        """The result of the step, for the steps after it."""
        return cast(Out, expression(OutputOf(self), self._output_type()))

    def _output_type(self) -> Any:
        return Any


class Task(Guarded[Out], Generic[Out]):
    """A step that calls a service. `timeout` and `heartbeat` are whole seconds; the heartbeat is below the time-out.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
    """

    timeout: WholeSeconds | None = Field(
        None, gt=timedelta(0), le=timedelta(seconds=99_999_999), description="timedelta(seconds=60)"
    )
    heartbeat: WholeSeconds | None = Field(
        None, gt=timedelta(0), le=timedelta(seconds=99_999_999), description="timedelta(seconds=30)"
    )

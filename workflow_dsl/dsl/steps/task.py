"""What every task has: retriers, catchers and time-outs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Generic, cast

from pydantic import Field
from typing_extensions import TypeVar

from workflow_dsl.dsl.durations import Dynamic, WholeSeconds
from workflow_dsl.dsl.expression import expression, type_of
from workflow_dsl.dsl.nodes import OutputOf
from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps.step import Going

Out = TypeVar("Out", default=Any)

Seconds = Annotated[WholeSeconds | None, Field(gt=timedelta(0), le=timedelta(seconds=99_999_999))]
TaskSeconds = Annotated[Seconds, Dynamic]


class Guarded(Going, Generic[Out]):
    """A step that can fail: with retriers and catchers, each tried in the order written."""

    retry: tuple[Retry, ...] = Field((), description="[Retry(...), ...]")
    catch: tuple[Catch, ...] = Field((), description="[Catch(..., to=...), ...]")

    @property
    def output(self) -> Out:
        """The result of the step, for the steps after it; where the step has an `output=` of its own, that."""
        annotation = self._output_type() if self.gives is None else type_of(self.gives)
        return cast(Out, expression(OutputOf(self), annotation))

    def _output_type(self) -> Any:
        return Any


class Task(Guarded[Out], Generic[Out]):
    """A step that calls a service. `timeout` and `heartbeat` are whole seconds, or an expression that gives seconds;
    the heartbeat is below the time-out. `credentials` name the role that the call is made with.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
    """

    timeout: TaskSeconds = Field(None, description="timedelta(seconds=60)")
    heartbeat: TaskSeconds = Field(None, description="timedelta(seconds=30)")
    credentials: Mapping[str, Any] | None = Field(None, description='{"RoleArn": "arn:..."}')

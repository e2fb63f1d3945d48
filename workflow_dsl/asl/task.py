"""Task: a unit of work that another service does."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from workflow_dsl.asl.fields import Duration
from workflow_dsl.asl.model import Problem
from workflow_dsl.asl.state import WorkFields


class Task(WorkFields):
    """Resource names what is done (`workflow_dsl.asl.resource` reads it); time-outs are in seconds.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
    """

    term: ClassVar[str] = "a Task"

    Type: Literal["Task"] = "Task"
    Resource: str
    Credentials: dict[str, Any] | None = None
    Parameters: Any = None
    Arguments: Any = None
    TimeoutSeconds: Duration | None = None
    TimeoutSecondsPath: str | None = None
    HeartbeatSeconds: Duration | None = None
    HeartbeatSecondsPath: str | None = None

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        yield from self._both("TimeoutSeconds", "TimeoutSecondsPath")
        yield from self._both("HeartbeatSeconds", "HeartbeatSecondsPath")

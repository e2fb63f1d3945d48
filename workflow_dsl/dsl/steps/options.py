"""Arguments that steps share, for type checkers; what they mean is told where they are declared."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from typing_extensions import TypedDict

from workflow_dsl.dsl.paths import Paths
from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps.step import Language


class StepOptions(TypedDict, total=False):
    """Of every step but Succeed and Fail: `language` and `paths` for states in JSONPath, `output` and `assign` for
    JSONata.
    """

    comment: str | None
    language: Language
    paths: Paths
    output: Any
    assign: Mapping[str, Any]


class GoingOptions(StepOptions, total=False):
    """Of every step that something follows."""

    next: Any
    end: bool


class GuardedOptions(GoingOptions, total=False):
    """Of every step that can fail."""

    retry: Sequence[Retry]
    catch: Sequence[Catch]


class TaskOptions(GuardedOptions, total=False):
    """Of every task."""

    timeout: timedelta | None
    heartbeat: timedelta | None
    credentials: Mapping[str, Any]

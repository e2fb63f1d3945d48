"""Arguments that few steps need, for type checkers; what they mean is told where they are declared."""

from collections.abc import Mapping
from typing import Any, Literal

from typing_extensions import TypedDict

from workflow_dsl.dsl.paths import Paths

Language = Literal["JSONPath", "JSONata"]


class StepOptions(TypedDict, total=False):
    """Of every step but Fail: `language` and `paths` for states in JSONPath, `output` and `assign` for JSONata."""

    language: Language
    paths: Paths
    output: Any
    assign: Mapping[str, Any]


class GoingOptions(StepOptions, total=False):
    """Of every step that something follows."""

    end: bool


class TaskOptions(GoingOptions, total=False):
    """Of every task."""

    credentials: Mapping[str, Any]

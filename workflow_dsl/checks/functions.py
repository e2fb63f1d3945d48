"""Which function a task calls."""

from __future__ import annotations

import re
from typing import Any, Final

from workflow_dsl import asl
from workflow_dsl.checks.subject import Function, Subject

_NAME: Final = re.compile(r"\$\{([A-Za-z0-9_]+)(?:\.Arn)?\}")


def arguments_of(task: asl.Task) -> dict[str, Any]:
    """What a task passes to its service, in either query language; empty when it is an expression."""
    given = task.Arguments if task.Arguments is not None else task.Parameters
    return given if isinstance(given, dict) else {}


def function_of(subject: Subject, task: asl.Task) -> Function | None:
    """The function that a task calls, when it is named by a substitution that is known."""
    named = arguments_of(task).get("FunctionName") if is_lambda(task) else None
    found = _NAME.match(named) if isinstance(named, str) else None
    return subject.functions.get(found[1]) if found else None


def is_lambda(task: asl.Task) -> bool:
    """Whether the task calls a function."""
    return ":::lambda:invoke" in task.Resource or (":lambda:" in task.Resource and ":function:" in task.Resource)


def waits_for_others(task: asl.Task) -> bool:
    """Whether the task goes on when somebody else has done something: a job, a callback or an activity."""
    return task.Resource.endswith((".waitForTaskToken", ".sync", ".sync:2")) or ":activity:" in task.Resource

"""Which errors the names of a retrier or a catcher take.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from collections.abc import Iterable

ALL = "States.ALL"
TASK_FAILED = "States.TaskFailed"
TIMEOUT = "States.Timeout"
_NOT_OF_ALL = frozenset({"States.DataLimitExceeded", "States.Runtime"})


def is_matched(error: str, names: Iterable[str]) -> bool:
    """Whether a retrier or a catcher of these names takes the error."""
    return any(_takes(name, error) for name in names)


def _takes(name: str, error: str) -> bool:
    if name == error:
        return True
    if name == TIMEOUT:
        return error == "States.HeartbeatTimeout"
    if name == ALL:
        return error not in _NOT_OF_ALL
    return name == TASK_FAILED and error not in (ALL, TIMEOUT, "States.HeartbeatTimeout", *_NOT_OF_ALL)

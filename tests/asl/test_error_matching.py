"""Which errors a retrier or a catcher takes."""

import pytest

from workflow_dsl.asl.error_matching import is_matched


@pytest.mark.parametrize(
    ("names", "error", "taken"),
    [
        (["A", "B"], "B", True),
        (["A"], "B", False),
        (["States.ALL"], "B", True),
        (["States.ALL"], "States.DataLimitExceeded", False),
        (["States.ALL"], "States.Runtime", False),
        (["States.TaskFailed"], "B", True),
        (["States.TaskFailed"], "States.Timeout", False),
        (["States.TaskFailed"], "States.HeartbeatTimeout", False),
        (["States.TaskFailed"], "States.Runtime", False),
        (["States.Timeout"], "States.HeartbeatTimeout", True),
        (["States.HeartbeatTimeout"], "States.Timeout", False),
    ],
)
def test_reserved_names_take_what_the_service_says(names: list[str], error: str, taken: bool) -> None:
    assert is_matched(error, names) is taken

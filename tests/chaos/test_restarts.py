"""What is asked of an emulator that is being restarted is asked again; only what never answers is a failure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from workflow_dsl.deploy import AccessError, AwsError
from workflow_dsl.testing.chaos import stage as stages
from workflow_dsl.testing.chaos.runner import read_execution
from workflow_dsl.testing.chaos.stage import Stage

ARN = "arn:aws:states:us-east-1:000000000000:execution:Shop:order-1"
WHEN = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class StepFunctions:
    """Step Functions of an emulator that is away for so many calls."""

    away: int
    calls: list[str] = field(default_factory=list)
    known: bool = False

    def _answer(self, call: str) -> None:
        self.calls.append(call)
        if self.away:
            self.away -= 1
            raise AccessError(f"{call} did not reach the service")

    def start_execution(self, **_: str) -> None:
        self._answer("start_execution")
        if self.known:
            raise AwsError("ExecutionAlreadyExists", "start_execution", "it is there")

    def describe_execution(self, **_: str) -> dict[str, Any]:
        self._answer("describe_execution")
        return {"status": "FAILED", "error": "Refused", "input": "{}", "startDate": WHEN, "stopDate": WHEN}

    def pages(self, operation: str, **_: str) -> Iterator[dict[str, Any]]:
        self._answer(operation)
        yield {"events": [{"type": "TaskFailed", "taskFailedEventDetails": {"error": "Refused"}}]}


def stage_of(states: StepFunctions) -> Stage:
    session = SimpleNamespace(
        machine_arn="arn:aws:states:us-east-1:000000000000:stateMachine:Shop",
        connection=SimpleNamespace(client=lambda _: states),
    )
    nothing = cast(Any, None)
    return Stage(cast(Any, session), nothing, nothing, nothing, {}, nothing)


def test_an_execution_that_ended_before_a_restart_is_read_after_it() -> None:
    execution = read_execution(stage_of(StepFunctions(away=2)), ARN)
    assert (execution.status, execution.error, execution.trouble) == ("FAILED", "Refused", ("Refused",))


def test_an_execution_of_an_emulator_that_does_not_come_back_did_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "RESTART_SECONDS", 0.0)
    execution = read_execution(stage_of(StepFunctions(away=1000)), ARN)
    assert (execution.status, "did not reach" in execution.cause) == ("RUNNING", True)


@pytest.mark.parametrize("known", [True, False])
def test_an_execution_is_started_once_the_emulator_is_back(known: bool) -> None:
    """Also when the call whose answer was lost has started it."""
    states = StepFunctions(away=2, known=known)
    assert stage_of(states).start({}, "order-1") == ARN
    assert states.calls == ["start_execution"] * 3

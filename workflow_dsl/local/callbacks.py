"""Callbacks on the emulator: a run waits for an answer for seconds where the definition gives people days.

Pure; changes the template in place and says what was changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl.local.differences import CALLBACK_REASON, Change


def shorten_callbacks(template: Mapping[str, Any], longest: int) -> list[Change]:
    """Let no task that waits for its token time out later than after `longest` seconds."""
    changes = []
    for logical_id, resource in template["Resources"].items():
        if resource["Type"] == "AWS::StepFunctions::StateMachine":
            for name, state in _waiting(resource["Properties"].get("Definition")):
                if isinstance(state.get("TimeoutSeconds"), int) and state["TimeoutSeconds"] > longest:
                    changes.append(Change(logical_id, f'"{name}" waits for {longest} s at most', CALLBACK_REASON))
                    state["TimeoutSeconds"] = longest
    return changes


def _waiting(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tasks that wait for their token, wherever they stand in a definition, with their names."""
    if isinstance(value, list):
        for item in value:
            yield from _waiting(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, dict) and str(item.get("Resource", "")).endswith(".waitForTaskToken"):
                yield key, item
            yield from _waiting(item)

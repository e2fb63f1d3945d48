"""Definitions and back: compile a text that was decompiled, make a random machine sound."""

from __future__ import annotations

from typing import Any

from workflow_dsl import asl
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.decompiler import decompile

Json = dict[str, Any]


def text_of(value: Json) -> str:
    """The Python of a definition that is sound."""
    return decompile(asl.from_json(value), name="Sample").text


def run_text(text: str) -> Any:
    """The workflow that a definition's text declares."""
    module: dict[str, Any] = {"__name__": "imported_definition"}
    exec(compile(text, "imported.py", "exec"), module)
    return module["workflow"]


def compiled(text: str) -> asl.StateMachine:
    """The machine of a definition's text."""
    return compile_workflow(run_text(text)).machine


def sound(value: Json) -> Json:
    """The definition with a name of its own for each state, and without the states that nothing leads to."""
    return _renamed(_reached(value), [0])


def _reached(scope: Json) -> Json:
    states = scope["States"]
    found, pending = [scope["StartAt"]], [scope["StartAt"]]
    while pending:
        for target in _targets(states[pending.pop()]):
            if target not in found:
                found.append(target)
                pending.append(target)
    return {**scope, "States": {name: _inside(states[name], _reached) for name in states if name in found}}


def _targets(state: Json) -> list[str]:
    lists = [each for field in ("Choices", "Catch") for each in state.get(field, [])]
    return [each[field] for each in (state, *lists) for field in ("Next", "Default") if field in each]


def _inside(state: Json, change: Any) -> Json:
    changed = dict(state)
    for field in ("ItemProcessor", "Iterator"):
        if field in state:
            changed[field] = change(state[field])
    if "Branches" in state:
        changed["Branches"] = [change(branch) for branch in state["Branches"]]
    return changed


def _renamed(scope: Json, count: list[int]) -> Json:
    names: dict[str, str] = {}
    for name in scope["States"]:
        count[0] += 1
        names[name] = f"{name[:70]} {count[0]}"
    states = {names[name]: _aimed(state, names) for name, state in scope["States"].items()}
    inner = {name: _inside(state, lambda flow: _renamed(flow, count)) for name, state in states.items()}
    return {**scope, "StartAt": names[scope["StartAt"]], "States": inner}


def _aimed(state: Json, names: dict[str, str]) -> Json:
    aimed: Json = dict(state)
    aimed |= {field: names[state[field]] for field in ("Next", "Default") if field in state}
    for field in ("Choices", "Catch"):
        if field in state:
            aimed[field] = [{**each, "Next": names[each["Next"]]} for each in state[field]]
    return aimed

"""The history of an execution as Step Functions writes it: each event with the one that it follows, and the states that
are inside of Parallel and Map states as well.

Run by `server` in the emulator's process, never imported. The emulator (1.5.33) tells of branches and items nothing but
that some task failed, and numbers events twice where two of them happen at a time.
Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
"""

import contextvars
import copy
import json
import sys
import threading
from collections.abc import Callable
from typing import Any


class _Flow:
    """How far the states of an execution, a branch or an item have got: `last` is the number of their last event."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.failed = 0


_flow: "contextvars.ContextVar[_Flow | None]" = contextvars.ContextVar("flow", default=None)
_map: "contextvars.ContextVar[str | None]" = contextvars.ContextVar("map", default=None)
_adding = threading.Lock()


def tell_inner_states(states: Any) -> None:
    """Change the emulator's interpreter of definitions, given as its module. Before siblings are stopped."""
    if "_add_event" in states._run_sub_machine.__code__.co_names:
        sys.exit("this emulator tells of states in branches and items itself; see whether history.py is needed")
    states._add_event = _linked(states._add_event)
    states._run_execution = _followed(states, states._run_execution)
    states._run_sub_machine = _told(states)


def tell_scopes(states: Any) -> None:
    """The same for Parallel and Map states themselves. After siblings are stopped, of whom they are none."""
    for kind, name in (("Parallel", "_run_parallel_branches"), ("Map", "_run_map_items")):
        setattr(states, name, _scoped(states, kind, getattr(states, name)))


def _linked(add_event: Callable[..., Any]) -> Callable[..., Any]:
    def add(execution: Any, kind: str, details: Any = None) -> Any:
        flow = _flow.get()
        with _adding:
            before = len(execution["events"]) if flow is None else flow.last
            event = add_event(execution, kind, {**(details or {}), "previousEventId": before})
        if flow is not None:
            flow.last = event["id"]
        return event

    return add


def _followed(states: Any, run: Callable[[str], Any]) -> Callable[[str], Any]:
    def run_execution(arn: str) -> Any:
        execution = states._executions.get(arn)
        _flow.set(_Flow(len(execution["events"]) if execution else 0))
        return run(arn)

    return run_execution


def _scoped(states: Any, kind: str, run: Callable[..., Any]) -> Callable[..., Any]:
    def run_scope(state: Any, given: Any, execution: Any, context: Any) -> Any:
        flow = _flow.get()
        processor = state.get("ItemProcessor") or state.get("Iterator") or {}
        apart = (processor.get("ProcessorConfig") or {}).get("Mode") == "DISTRIBUTED"
        token = _map.set(context["State"]["Name"] if kind == "Map" and not apart else None)
        try:
            if flow is None or apart:
                return run(state, given, execution, context)
            states._add_event(execution, f"{kind}StateStarted")
            return _ended(states, kind, flow, execution, lambda: run(state, given, execution, context))
        finally:
            _map.reset(token)

    return run_scope


def _ended(states: Any, kind: str, flow: _Flow, execution: Any, run: Callable[[], Any]) -> Any:
    flow.failed = 0
    try:
        result = run()
    except states._ExecutionError as error:
        flow.last = flow.failed or flow.last
        # Step Functions gives no details here; whoever reads this history need not look for the error.
        details = {"executionFailedEventDetails": {"error": error.error, "cause": error.cause}}
        states._add_event(execution, f"{kind}StateFailed", details)
        raise
    states._add_event(execution, f"{kind}StateSucceeded")
    return result


def _told(states: Any) -> Callable[..., Any]:
    def run(flow_states: Any, first: str, given: Any, execution: Any, context: Any) -> Any:
        outer, item = _flow.get(), _item(context)
        flow = _Flow(outer.last if outer is not None and execution["events"] else 0)
        _flow.set(flow)
        _map.set(None)
        _iterate(states, execution, "Started", item)
        try:
            # Branches are given one context, and would write the names of their states over each other's.
            result = _walk(states, flow_states, first, given, execution, {**context})
        except states._ExecutionError:
            _iterate(states, execution, "Failed", item)
            if outer is not None:
                outer.failed = outer.failed or flow.last
            raise
        _iterate(states, execution, "Succeeded", item)
        return result

    def run_apart(*given: Any) -> Any:
        return contextvars.copy_context().run(run, *given)

    return run_apart


def _item(context: Any) -> "dict[str, Any] | None":
    name = _map.get()
    return None if name is None else {"name": name, "index": context["Map"]["Item"]["Index"]}


def _iterate(states: Any, execution: Any, what: str, item: "dict[str, Any] | None") -> None:
    if item is not None:
        states._add_event(execution, f"MapIteration{what}", {f"mapIteration{what}EventDetails": item})


def _walk(states: Any, flow_states: Any, first: str, given: Any, execution: Any, context: Any) -> Any:
    following: str | None = first
    value = copy.deepcopy(given)
    while following:
        name, state = following, flow_states.get(following)
        if not state:
            raise states._ExecutionError("States.Runtime", f"State '{name}' not found")
        context["State"] = {"Name": name, "EnteredTime": states.now_iso(), "RetryCount": 0}
        kind = state.get("Type")
        entered = {"name": name, "input": json.dumps(value)}
        states._add_event(execution, f"{kind}StateEntered", {"stateEnteredEventDetails": entered})
        value, following = _step(states, state, kind, value, execution, context)
        exited = {"name": name, "output": json.dumps(value)}
        states._add_event(execution, f"{kind}StateExited", {"stateExitedEventDetails": exited})
    return value


def _step(states: Any, state: Any, kind: str, value: Any, execution: Any, context: Any) -> "tuple[Any, str | None]":
    """What one state gives, and the name of the next one."""
    if kind == "Fail":
        raise states._ExecutionError(*states._fail_state_error(state, value, context))
    if kind == "Succeed":
        return states._apply_output_path(state, states._apply_input_path(state, value, context), context), None
    handler = getattr(states, f"_execute_{str(kind).lower()}", None)
    if handler is None:
        raise states._ExecutionError("States.Runtime", f"Unknown state type: {kind}")
    scope = (execution,) if kind in ("Task", "Parallel", "Map") else ()
    result: tuple[Any, str | None] = handler(state, value, *scope, context)
    return result

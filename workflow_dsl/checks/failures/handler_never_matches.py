"""WF301 and WF302: the same fault of a catcher and of a retrier."""

from collections.abc import Iterator, Sequence

from workflow_dsl import asl
from workflow_dsl.asl.error_matching import ALL, TASK_FAILED
from workflow_dsl.asl.resource import error_names
from workflow_dsl.checks.failures.matching import Handler, first_match
from workflow_dsl.checks.rule import Hit
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.source import Path


def never_matching(subject: Subject, state: StateAt, handlers: Sequence[Handler], field: str) -> Iterator[Hit]:
    """Names that an entry before takes, or that the state can never report."""
    term = "retrier" if field == "Retry" else "catcher"
    for index, handler in enumerate(handlers):
        for number, name in enumerate(handler.ErrorEquals):
            path = state.at(field, index, "ErrorEquals", number)
            taken = first_match(name, handlers[:index])
            if name in (ALL, TASK_FAILED):
                taken = _same(name, handlers[:index])
            if taken is not None:
                everything = subject.words("errors.ALL", "States.ALL")
                by = ", ".join(handlers[taken].ErrorEquals)
                message = f'{term} {index + 1} of "{state.name}" never sees {name}: the one for {by} takes it before'
                yield Hit(path, message, f"put the narrower one first and {everything} last, or delete it")
            else:
                yield from _impossible(subject, state, name, path, f'{term} {index + 1} of "{state.name}"')


def _same(name: str, before: Sequence[Handler]) -> int | None:
    wider = (ALL,) if name == ALL else (ALL, TASK_FAILED)
    return next((index for index, each in enumerate(before) if set(wider) & set(each.ErrorEquals)), None)


def _impossible(subject: Subject, state: StateAt, name: str, path: Path, which: str) -> Iterator[Hit]:
    known = error_names().get(name)
    if known is None:
        return
    kind = type(state.state).__name__
    if not known.catchable:
        yield Hit(path, f"{which} can never match {name}, which always ends the execution", "delete the name")
    elif not known.wildcard and kind not in known.reported_by and kind not in ("Map", "Parallel"):
        yield Hit(path, f"{which} can never match {name}, which a {kind} does not report", "delete the name")
    elif name == "States.HeartbeatTimeout" and isinstance(state.state, asl.Task) and not _beats(state.state):
        instead = subject.words(
            "give the task heartbeat=, or name errors.TIMEOUT", "give the task HeartbeatSeconds, or name States.Timeout"
        )
        yield Hit(path, f"{which} can never match {name}: the task has no heartbeat", instead)


def _beats(task: asl.Task) -> bool:
    return task.HeartbeatSeconds is not None or task.HeartbeatSecondsPath is not None

"""What the card of a state says: its service, how long, how many at once, how often it is tried again."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from workflow_dsl.graph.conditions import describe_value

_SDK = "aws-sdk:"
_INTEGRATION = re.compile(r"arn:[\w-]*:states:[^:]*:[^:]*:(?P<call>.+)")
_LAMBDA_ARN = re.compile(r"arn:[\w-]*:lambda:[^:]*:[^:]*:function:(?P<name>.+)")
_ACTIVITY_ARN = re.compile(r"arn:[\w-]*:states:[^:]*:[^:]*:activity:(?P<name>.+)")
_SUBSTITUTION = re.compile(r"\$\{([A-Za-z0-9_.:-]+)\}")
_PATTERNS = {".sync": "waits until done", ".sync:2": "waits until done", ".waitForTaskToken": "waits for task token"}
_TIMES = "\N{MULTIPLICATION SIGN}"
_SPOKEN = {"{% $caught.Error %}": "the error caught"}
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def describe_state(state: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    """Title, subtitle and notes of a state; `names` says what stands for a `${Substitution}`."""
    kind = str(state.get("Type", "?"))
    match kind:
        case "Task":
            return _task(state, names)
        case "Wait":
            return kind, _wait(state), ()
        case "Map":
            return _map(state)
        case "Parallel":
            return kind, "", _retriers(state)
        case "Fail":
            error = state.get("Error", state.get("ErrorPath"))
            return kind, "" if error is None else _SPOKEN.get(str(error), describe_value(error)), ()
    return kind, "", ()


def duration(seconds: object) -> str:
    """A length of time in the largest unit that keeps it whole: 90 s, 5 min, 1 h; an expression is shown as it is."""
    if isinstance(seconds, int) and not isinstance(seconds, bool):
        for size, unit in _UNITS:
            if seconds and seconds % size == 0 and seconds > size // 60:
                return f"{seconds // size} {unit}"
        return f"{seconds} s"
    return f"{describe_value(seconds)} s"


def _task(state: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    title, subtitle, notes = _service(state, names)
    return title, subtitle, (*notes, *_retriers(state), *_limits(state))


def _service(state: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    resource = str(state.get("Resource", ""))
    for pattern, title in ((_LAMBDA_ARN, "Lambda"), (_ACTIVITY_ARN, "Activity")):
        found = pattern.fullmatch(resource)
        if found:
            return title, _substituted(found.group("name"), names), ()
    integration = _INTEGRATION.fullmatch(resource)
    if integration is None:
        return "Task", _substituted(resource.rsplit(":", 1)[-1] if "${" not in resource else resource, names), ()
    call, notes = _without_pattern(integration.group("call").removeprefix(_SDK))
    if call == "lambda:invoke":
        return "Lambda", _function_name(state, names), notes
    return "Task", call, notes


def _without_pattern(call: str) -> tuple[str, tuple[str, ...]]:
    for suffix, note in _PATTERNS.items():
        if call.endswith(suffix):
            return call.removesuffix(suffix), (note,)
    return call, ()


def _function_name(state: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The function that is invoked, by its name when it is a literal, a substitution or an ARN."""
    arguments = state.get("Arguments", state.get("Parameters", {}))
    if not isinstance(arguments, Mapping):
        return "invoke"
    name = arguments.get("FunctionName", arguments.get("FunctionName.$", "invoke"))
    if not isinstance(name, str):
        return "invoke"
    arn = _LAMBDA_ARN.fullmatch(name)
    text = _substituted(arn.group("name") if arn else describe_value(name), names)
    return text.removesuffix(":$LATEST")


def _substituted(text: str, names: Mapping[str, str]) -> str:
    return _SUBSTITUTION.sub(lambda found: names.get(found.group(1), found.group(1)), text)


def _wait(state: Mapping[str, Any]) -> str:
    for field in ("Seconds", "SecondsPath"):
        if field in state:
            return duration(state[field])
    for field in ("Timestamp", "TimestampPath"):
        if field in state:
            return f"until {describe_value(state[field])}"
    return ""


def _map(state: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    processor = state.get("ItemProcessor", state.get("Iterator", {}))
    config = processor.get("ProcessorConfig", {}) if isinstance(processor, Mapping) else {}
    title = "Distributed Map" if config.get("Mode") == "DISTRIBUTED" else "Map"
    limit = state.get("MaxConcurrency", state.get("MaxConcurrencyPath"))
    notes = list(_retriers(state))
    tolerated = state.get("ToleratedFailurePercentage")
    if tolerated:
        notes.append(f"tolerates {describe_value(tolerated)} % failed")
    return title, f"max {describe_value(limit)}" if limit else "", tuple(notes)


def _retriers(state: Mapping[str, Any]) -> tuple[str, ...]:
    """How often it is tried again; with several retriers that differ, each with the first of its errors."""
    retriers = [retrier for retrier in state.get("Retry", ()) if isinstance(retrier, Mapping)]
    policies: dict[str, list[str]] = {}
    for retrier in retriers:
        if retrier.get("MaxAttempts", 3) != 0:
            policies.setdefault(_retrier(retrier), []).extend(map(str, retrier.get("ErrorEquals", ())))
    notes = [f"{_errors(errors)}: {policy}" if len(policies) > 1 else policy for policy, errors in policies.items()]
    return tuple(notes[:2]) + ((f"and {len(notes) - 2} more",) if len(notes) > 2 else ())


def _errors(names: Sequence[str]) -> str:
    first = "any other error" if names[:1] == ["States.ALL"] else "".join(names[:1])
    return first + (f" and {len(names) - 1} more" if len(names) > 1 else "")


def _retrier(retrier: Mapping[str, Any]) -> str:
    """`5x from 2 s, x2, at most 1 min`: the defaults are 3 attempts, 1 second and a rate of 2.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    """
    rate = retrier.get("BackoffRate", 2)
    parts = [f"{retrier.get('MaxAttempts', 3)}{_TIMES} from {duration(retrier.get('IntervalSeconds', 1))}"]
    if rate != 1:
        parts.append(f"{_TIMES}{rate:g}" if isinstance(rate, int | float) else f"{_TIMES}{rate}")
    if "MaxDelaySeconds" in retrier:
        parts.append(f"at most {duration(retrier['MaxDelaySeconds'])}")
    if retrier.get("JitterStrategy") == "FULL":
        parts.append("jitter")
    return "retries " + ", ".join(parts)


def _limits(state: Mapping[str, Any]) -> tuple[str, ...]:
    notes = []
    for word, fields in (
        ("time-out", ("TimeoutSeconds", "TimeoutSecondsPath")),
        ("heartbeat", ("HeartbeatSeconds", "HeartbeatSecondsPath")),
    ):
        notes += [f"{word} {duration(state[field])}" for field in fields if field in state]
    return tuple(notes)

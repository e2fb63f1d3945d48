"""What the SDK's last release (2.3.0, of 2022) can say: its states and their fields.

Source: https://github.com/aws/aws-step-functions-data-science-sdk-python/blob/v2.3.0/src/stepfunctions/steps/states.py
"""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.program import Program
from workflow_dsl.source import Place

_FILTER = {"Type", "Comment", "InputPath", "OutputPath"}
_LEADS = {"Next", "End"}
_WORK = {*_FILTER, *_LEADS, "Parameters", "ResultPath", "Retry", "Catch"}
_LIMITS = {"TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"}

FIELDS: dict[type[asl.AslObject], set[str]] = {
    asl.Task: {*_WORK, *_LIMITS, "Resource"},
    asl.Pass: {*_FILTER, *_LEADS, "Parameters", "ResultPath", "Result"},
    asl.Wait: {*_FILTER, *_LEADS, "Seconds", "SecondsPath", "Timestamp", "TimestampPath"},
    asl.Choice: {*_FILTER, "Choices", "Default"},
    asl.Succeed: _FILTER,
    asl.Fail: {"Type", "Comment", "Error", "Cause"},
    asl.Parallel: {*_WORK, "Branches"},
    asl.Map: {*_WORK, "Iterator", "ItemsPath", "MaxConcurrency"},
    asl.Retrier: {"ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate"},
    asl.Catcher: {"ErrorEquals", "ResultPath", "Next"},
    asl.Branch: {"StartAt", "States"},
    asl.Processor: {"StartAt", "States"},
    asl.StateMachine: {"StartAt", "States", "Comment", "TimeoutSeconds", "Version"},
    asl.And: {"And", "Next"},
    asl.Or: {"Or", "Next"},
    asl.Not: {"Not", "Next"},
}
_NEVER = {"Comment", "QueryLanguage", "Assign", "Output"}
_INSTEAD = {
    "QueryLanguage": 'write the workflow with language="JSONPath"',
    "ItemProcessor": 'write the Map with legacy=["Iterator"]',
    "ItemSelector": 'write the Map with legacy=["Iterator", "Parameters"]',
    "ResultSelector": "shape the result in a Pass behind the task",
    "ErrorPath": "give the error as text",
    "CausePath": "give the cause as text",
}
_DROPPED_NULLS = {"Parameters", "Result"}


def find_unsayable(program: Program, machine: asl.StateMachine) -> list[Finding]:
    """WF807 for each field that the SDK does not have, at the step that has it."""
    findings = list(_of(machine, f'workflow "{program.name}"', None))
    for path, state in asl.walk(machine):
        site = program.sources.get(path)
        place = None if site is None else site.place
        for described in _parts(state):
            findings.extend(_of(described, f'"{path.name}"', place))
    return findings


def _parts(state: asl.State) -> Iterator[asl.AslObject]:
    """The state, and the objects in it that are no states."""
    yield state
    yield from getattr(state, "Retry", ())
    yield from getattr(state, "Catch", ())
    if isinstance(state, asl.Map):
        yield state.processor
    elif isinstance(state, asl.Parallel):
        yield from state.Branches
    elif isinstance(state, asl.Choice):
        pending: list[asl.ChoiceRule] = list(state.Choices)
        while pending:
            rule = pending.pop()
            yield rule
            if isinstance(rule, asl.And | asl.Or):
                pending.extend(rule.And if isinstance(rule, asl.And) else rule.Or)
            elif isinstance(rule, asl.Not):
                pending.append(rule.Not)


def _of(described: asl.AslObject, subject: str, place: Place | None) -> Iterator[Finding]:
    known = FIELDS.get(type(described))
    for field in sorted(described.model_fields_set):
        value = getattr(described, field)
        if known is None:
            said = field not in _NEVER
        else:
            said = field in known and not (value is None and field in _DROPPED_NULLS)
            said = said and not (field in ("Retry", "Catch") and not value)
        if not said:
            problem = f"{subject} has {field}{' null' if value is None else ''}, which the Data Science SDK cannot say"
            yield Finding("WF807", Severity.ERROR, problem, _INSTEAD.get(field, "leave it out"), place)

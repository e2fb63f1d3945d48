"""One step becomes one state."""

from typing import Any

from workflow_dsl import asl
from workflow_dsl.compiler.draft import Draft, Edge, ScopeDraft, StateDraft
from workflow_dsl.compiler.lower_map import map_fields, processor_config
from workflow_dsl.compiler.lower_rules import choice_rule
from workflow_dsl.compiler.lower_tasks import NOTHING, lower_call
from workflow_dsl.compiler.template import expression
from workflow_dsl.compiler.writing import Fields, Writing, literal, writing_for
from workflow_dsl.dsl.paths import Paths
from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps import Choice, Fail, Map, Parallel, Pass, Step, Succeed, Task, Wait
from workflow_dsl.dsl.steps.step import Filtering
from workflow_dsl.dsl.steps.task import Guarded


def lower_state(draft: Draft, state: StateDraft, lowered: dict[int, asl.State]) -> asl.State:
    """The state. Raises NotJsonError, and ValidationError for what the language does not allow."""
    step, writing = state.step, writing_for(draft, state)
    common = _common(step, writing)
    match step:
        case Task():
            return _task(state, step, writing, common)
        case Map():
            return _map(state, step, writing, common, lowered)
        case Parallel():
            return _parallel(state, step, writing, common, lowered)
        case Choice():
            return _choice(state, step, writing, common)
        case Pass():
            return _pass(state, step, writing, common)
        case Wait():
            return asl.Wait(**common, **_waiting(step, writing), **_assigned(state, writing, {}), **_going(state))
        case Succeed():
            return asl.Succeed(**common)
        case Fail():
            error = step.name if step.error is None and not writing.exact else step.error
            return asl.Fail(**common, **writing.dynamic("Error", error), **writing.dynamic("Cause", step.cause))
    raise AssertionError(f"no such step: {step!r}")


def states_of(scope: ScopeDraft, lowered: dict[int, asl.State]) -> Fields:
    """The states of a scope, and where it starts."""
    return {"StartAt": scope.start, "States": {name: lowered[id(state)] for name, state in scope.states.items()}}


def _common(step: Step, writing: Writing) -> Fields:
    """What states of every kind can have: the comment, the query language, the input and the output."""
    fields: Fields = {} if step.comment is None else {"Comment": step.comment}
    if step.language is not None:
        fields["QueryLanguage"] = step.language
    if isinstance(step, Filtering):
        if step.paths is not None:
            fields |= _paths(step.paths, writing)
        if step.gives is not None:
            fields["Output"] = writing.value(step.gives)
    return fields


def _paths(paths: Paths, writing: Writing) -> Fields:
    names = {"input": "InputPath", "result": "ResultPath", "output": "OutputPath"}
    fields = {field: getattr(paths, name) for name, field in names.items() if name in paths.model_fields_set}
    if "selector" in paths.model_fields_set:
        fields["ResultSelector"] = writing.value(paths.selector)
    return fields


def _task(state: StateDraft, step: Task[Any], writing: Writing, common: Fields) -> asl.Task:
    call = lower_call(step, writing)
    output: Fields = {}
    if call.result != "$states.result" and not writing.in_paths and "Output" not in common:
        output = {"Output": expression(call.result)}
    arguments: Fields = {} if call.arguments is NOTHING else {_arguments_name(writing): call.arguments}
    if step.credentials is not None:
        arguments["Credentials"] = writing.value(step.credentials)
    return asl.Task(
        **common,
        Resource=call.resource,
        **arguments,
        **writing.dynamic("TimeoutSeconds", step.timeout),
        **writing.dynamic("HeartbeatSeconds", step.heartbeat),
        **output,
        **_result(state, step, writing, call.result, common),
        **_guards(state, step, writing),
    )


def _arguments_name(writing: Writing) -> str:
    return "Parameters" if writing.in_paths else "Arguments"


def _map(state: StateDraft, step: Map, writing: Writing, common: Fields, lowered: dict[int, asl.State]) -> asl.Map:
    flow = state.inner[0]
    processor = asl.Processor(**_comment(flow), **processor_config(step), **states_of(flow, lowered))
    inner: Fields = {"Iterator" if "Iterator" in step.legacy else "ItemProcessor": processor}
    return asl.Map(
        **common,
        **map_fields(step, writing),
        **inner,
        **_result(state, step, writing, "$states.result", common),
        **_guards(state, step, writing),
    )


def _parallel(
    state: StateDraft, step: Parallel, writing: Writing, common: Fields, lowered: dict[int, asl.State]
) -> asl.Parallel:
    branches = tuple(asl.Branch(**_comment(scope), **states_of(scope, lowered)) for scope in state.inner)
    arguments = {} if step.arguments is None else {_arguments_name(writing): writing.value(step.arguments)}
    return asl.Parallel(
        **common,
        Branches=branches,
        **arguments,
        **_result(state, step, writing, "$states.result", common),
        **_guards(state, step, writing),
    )


def _choice(state: StateDraft, step: Choice, writing: Writing, common: Fields) -> asl.Choice:
    targets = [edge.target for edge in state.edges]
    kept = _item(state)
    rules = tuple(choice_rule(rule, target, writing, kept) for rule, target in zip(step.when, targets, strict=False))
    default: Fields = {"Default": targets[-1]} if len(targets) > len(rules) else {}
    return asl.Choice(**common, Choices=rules, **default, **_assigned(state, writing, {}))


def _pass(state: StateDraft, step: Pass[Any], writing: Writing, common: Fields) -> asl.Pass:
    fields: Fields = {}
    if step.parameters is not None:
        fields["Parameters"] = writing.value(step.parameters)
    if step.value is not None:
        fields["Result" if writing.in_paths else "Output"] = writing.value(step.value)
    kept = state.scope.variables.get(id(step))
    made = fields.get("Output", common.get("Output", expression("$states.input")))
    keeping = {} if kept is None else {f"{kept}.$": "$"} if writing.in_paths else {kept: made}
    return asl.Pass(**common, **fields, **_assigned(state, writing, keeping), **_going(state))


def _waiting(step: Wait, writing: Writing) -> Fields:
    if step.duration is not None:
        return {"Seconds": int(step.duration.total_seconds())}
    return {**writing.dynamic("Seconds", step.seconds), **writing.dynamic("Timestamp", step.until)}


def _result(state: StateDraft, step: Guarded[Any], writing: Writing, result: str, common: Fields) -> Fields:
    """The variables that a task sets: its author's, and its result where a later state reads it."""
    kept = state.scope.variables.get(id(step))
    if kept is None:
        return _assigned(state, writing, {})
    if writing.in_paths:
        return _assigned(state, writing, {f"{kept}.$": result.replace("$states.result", "$")})
    return _assigned(state, writing, {kept: common.get("Output", expression(result))})


def _assigned(state: StateDraft, writing: Writing, kept: Fields) -> Fields:
    return writing.variables(state.step, {**_item(state), **kept}) if isinstance(state.step, Filtering) else {}


def _item(state: StateDraft) -> Fields:
    """The first state of a Map's flow keeps the item, whichever way it ends."""
    item = state.scope.item
    return {} if item is None or not state.scope.begins_with(state) else {item: expression("$states.input")}


def _guards(state: StateDraft, step: Guarded[Any], writing: Writing) -> Fields:
    fields = _going(state)
    if step.retry or _is_empty(step, "retry", writing):
        fields["Retry"] = [_retrier(retry, writing) for retry in step.retry]
    if step.catch or _is_empty(step, "catch", writing):
        edges = [edge for edge in state.edges if edge.kind == "catch"]
        fields["Catch"] = [_catcher(state, catch, edge, writing) for catch, edge in zip(step.catch, edges, strict=True)]
    return fields


def _is_empty(step: Guarded[Any], name: str, writing: Writing) -> bool:
    return writing.exact and name in step.model_fields_set


def _going(state: StateDraft) -> Fields:
    following = next((edge.target for edge in state.edges if edge.kind == "next"), None)
    return {"End": True} if following is None else {"Next": following}


def _retrier(retry: Retry, writing: Writing) -> asl.Retrier:
    rate = literal(retry.backoff_rate)
    fields: Fields = {
        "interval": ("IntervalSeconds", literal(retry.interval)),
        "max_attempts": ("MaxAttempts", literal(retry.max_attempts)),
        "backoff_rate": ("BackoffRate", rate if writing.exact or isinstance(rate, str) else float(rate)),
        "max_delay": ("MaxDelaySeconds", literal(retry.max_delay)),
        "jitter": ("JitterStrategy", "FULL" if retry.jitter else "NONE"),
        "comment": ("Comment", retry.comment),
    }
    if writing.exact:
        written = [name for name in fields if name in retry.model_fields_set]
    else:
        optional = {"max_delay": retry.max_delay is not None, "jitter": retry.jitter, "comment": bool(retry.comment)}
        written = [name for name in fields if optional.get(name, True)]
    return asl.Retrier(ErrorEquals=retry.errors, **dict(fields[name] for name in written))


def _catcher(state: StateDraft, catch: Catch, edge: Edge, writing: Writing) -> asl.Catcher:
    keeps = (state.name, int(edge.argument[1])) in state.scope.catchers_that_assign
    caught = state.scope.caught
    kept = _item(state)
    if keeps:
        kept |= {f"{caught}.$": "$"} if writing.in_paths else {str(caught): expression("$states.errorOutput")}
    fields = writing.variables(catch, kept)
    if catch.comment is not None:
        fields["Comment"] = catch.comment
    if "result_path" in catch.model_fields_set:
        fields["ResultPath"] = catch.result_path
    if catch.output is not None:
        fields["Output"] = writing.value(catch.output)
    return asl.Catcher(ErrorEquals=catch.errors, **fields, Next=edge.target)


def _comment(scope: ScopeDraft) -> Fields:
    return {} if scope.flow.comment is None else {"Comment": scope.flow.comment}

"""Last pass: the states themselves, as Amazon States Language."""

from typing import Any

from workflow_dsl import asl
from workflow_dsl.compiler.draft import Draft, Edge, ScopeDraft, StateDraft
from workflow_dsl.compiler.gather_resources import gather_resources, substitutions_for
from workflow_dsl.compiler.json_value import NotJsonError
from workflow_dsl.compiler.jsonata_text import Name
from workflow_dsl.compiler.lower_tasks import lower_call
from workflow_dsl.compiler.names import naming_for
from workflow_dsl.compiler.template import expression, template
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.dsl.expression import node_of
from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps import AwsTask, Choice, Fail, Map, Parallel, Pass, Succeed, Task, Wait
from workflow_dsl.dsl.steps.task import Guarded
from workflow_dsl.program import Program

Fields = dict[str, Any]
"""Some fields of a state, by the names that the language gives them."""


def lower(draft: Draft) -> Program:
    """The program. Raises FindingsError (WF209) for values that have no form in JSON."""
    lowered: dict[int, asl.State] = {}
    # Inner scopes come after their containers, so that going backwards finds each container's states ready.
    for scope in reversed(draft.scopes):
        for state in scope.states.values():
            try:
                lowered[id(state)] = _state(draft, state, lowered)
            except NotJsonError as error:
                problem, _, instead = str(error).partition("; ")
                draft.find("WF209", f'"{state.name}": {problem}', instead, state.step.place())
    if draft.findings:
        raise FindingsError(*draft.findings)
    return _program(draft, lowered)


def _program(draft: Draft, lowered: dict[int, asl.State]) -> Program:
    workflow = draft.workflow
    resources = gather_resources(draft)
    root = draft.scopes[0]
    limit: Fields = {"TimeoutSeconds": int(workflow.timeout.total_seconds())} if workflow.timeout else {}
    machine = asl.StateMachine(
        **_comment(workflow.comment),
        QueryLanguage="JSONata",
        StartAt=root.start,
        **limit,
        States={name: lowered[id(state)] for name, state in root.states.items()},
    )
    return Program(
        name=workflow.name,
        machine=machine,
        resources=resources,
        substitutions=substitutions_for(draft),
        grants={state.path: state.step.grants for state in draft.states() if isinstance(state.step, AwsTask)},
        sources={state.path: state.step.site for state in draft.states()},
        input=workflow.contract,
        alerts=workflow.alerts,
        timeout=workflow.timeout,
        description=workflow.comment or "",
        file=workflow.site.file,
    )


def _state(draft: Draft, state: StateDraft, lowered: dict[int, asl.State]) -> asl.State:
    step, name = state.step, naming_for(draft, state)
    common = _comment(step.comment)
    match step:
        case Task():
            return _task(state, step, name, common)
        case Map():
            return _map(state, step, name, common, lowered)
        case Parallel():
            branches = tuple(asl.Branch(**_states(scope, lowered)) for scope in state.inner)
            return asl.Parallel(**common, Branches=branches, **_result(state, "$states.result"), **_guards(state, step))
        case Choice():
            return _choice(state, step, name, common)
        case Pass():
            return _pass(state, step, name, common)
        case Wait():
            return asl.Wait(**common, **_waiting(step, name), **_going(state))
        case Succeed():
            return asl.Succeed(**common, **_given("Output", step.output, name))
        case Fail():
            error = step.name if step.error is None else step.error
            return asl.Fail(**common, **_given("Error", error, name), **_given("Cause", step.cause, name))
    raise AssertionError(f"no such step: {step!r}")


def _task(state: StateDraft, step: Task[Any], name: Name, common: Fields) -> asl.Task:
    call = lower_call(step, name)
    limits = {"TimeoutSeconds": step.timeout, "HeartbeatSeconds": step.heartbeat}
    seconds: Fields = {key: int(limit.total_seconds()) for key, limit in limits.items() if limit is not None}
    output: Fields = {} if call.result == "$states.result" else {"Output": expression(call.result)}
    return asl.Task(
        **common,
        Resource=call.resource,
        Arguments=call.arguments,
        **seconds,
        **output,
        **_result(state, call.result),
        **_guards(state, step),
    )


def _map(state: StateDraft, step: Map, name: Name, common: Fields, lowered: dict[int, asl.State]) -> asl.Map:
    processor = asl.Processor(ProcessorConfig=asl.ProcessorConfig(Mode="INLINE"), **_states(state.inner[0], lowered))
    limit: Fields = {"MaxConcurrency": step.max_concurrency} if step.max_concurrency else {}
    return asl.Map(
        **common,
        Items=template(node_of(step.items), name),
        **limit,
        ItemProcessor=processor,
        **_result(state, "$states.result"),
        **_guards(state, step),
    )


def _choice(state: StateDraft, step: Choice, name: Name, common: Fields) -> asl.Choice:
    targets = [edge.target for edge in state.edges]
    rules = tuple(
        asl.Condition(Condition=template(node_of(rule.condition), name), Next=target)
        for rule, target in zip(step.when, targets, strict=False)
    )
    default: Fields = {"Default": targets[-1]} if len(targets) > len(rules) else {}
    return asl.Choice(**common, Choices=rules, **default)


def _pass(state: StateDraft, step: Pass[Any], name: Name, common: Fields) -> asl.Pass:
    if step.value is None:
        return asl.Pass(**common, **_going(state))
    value = template(node_of(step.value), name)
    kept = state.scope.variables.get(id(step))
    assign: Fields = {"Assign": {kept: value}} if kept else {}
    return asl.Pass(**common, Output=value, **assign, **_going(state))


def _waiting(step: Wait, name: Name) -> Fields:
    if step.duration is not None:
        return {"Seconds": int(step.duration.total_seconds())}
    return {**_given("Seconds", step.seconds, name), **_given("Timestamp", step.until, name)}


def _states(scope: ScopeDraft, lowered: dict[int, asl.State]) -> Fields:
    return {"StartAt": scope.start, "States": {name: lowered[id(state)] for name, state in scope.states.items()}}


def _result(state: StateDraft, result: str) -> Fields:
    kept = state.scope.variables.get(id(state.step))
    return {"Assign": {kept: expression(result)}} if kept else {}


def _guards(state: StateDraft, step: Guarded[Any]) -> Fields:
    fields = _going(state)
    if step.retry:
        fields["Retry"] = [_retrier(retry) for retry in step.retry]
    if step.catch:
        edges = [edge for edge in state.edges if edge.kind == "catch"]
        fields["Catch"] = [_catcher(state, catch, edge) for catch, edge in zip(step.catch, edges, strict=True)]
    return fields


def _going(state: StateDraft) -> Fields:
    following = next((edge.target for edge in state.edges if edge.kind == "next"), None)
    return {"End": True} if following is None else {"Next": following}


def _retrier(retry: Retry) -> asl.Retrier:
    optional: Fields = {}
    if retry.max_delay is not None:
        optional["MaxDelaySeconds"] = int(retry.max_delay.total_seconds())
    if retry.jitter:
        optional["JitterStrategy"] = "FULL"
    return asl.Retrier(
        ErrorEquals=retry.errors,
        IntervalSeconds=int(retry.interval.total_seconds()),
        MaxAttempts=retry.max_attempts,
        BackoffRate=retry.backoff_rate,
        **optional,
    )


def _catcher(state: StateDraft, catch: Catch, edge: Edge) -> asl.Catcher:
    keeps = (state.name, int(edge.argument[1])) in state.scope.catchers_that_assign
    assign: Fields = {"Assign": {state.scope.caught: expression("$states.errorOutput")}} if keeps else {}
    return asl.Catcher(ErrorEquals=catch.errors, **assign, Next=edge.target)


def _given(field: str, value: Any, name: Name) -> Fields:
    return {} if value is None else {field: template(node_of(value), name)}


def _comment(text: str | None) -> Fields:
    return {} if text is None else {"Comment": text}

"""Last pass: the states themselves, as Amazon States Language."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflow_dsl import asl
from workflow_dsl.compiler.draft import Draft, StateDraft
from workflow_dsl.compiler.gather_resources import gather_resources, named_by_steps, substitutions_for
from workflow_dsl.compiler.json_value import NotJsonError
from workflow_dsl.compiler.lower_state import lower_state, states_of
from workflow_dsl.compiler.read_values import values_of
from workflow_dsl.compiler.writing import Fields, literal, machine_language
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.dsl.steps import AwsTask
from workflow_dsl.naming import snake_case
from workflow_dsl.program import Program, Substitution
from workflow_dsl.resources import Resource
from workflow_dsl.source import Place

# Fields that are not called alike in Python.
_ARGUMENTS = {"Timestamp": "until", "TimeoutSeconds": "timeout", "HeartbeatSeconds": "heartbeat"}


def lower(draft: Draft) -> Program:
    """The program. Raises FindingsError: WF209 for values that have no form in JSON, WF208 for those of the other query
    language, and for what a state of its kind cannot have.
    """
    lowered: dict[int, asl.State] = {}
    # Inner scopes come after their containers, so that going backwards finds each container's states ready.
    for scope in reversed(draft.scopes):
        for state in scope.states.values():
            found = _lowered(draft, state, lowered)
            # A stand-in for what was refused, so that what is wrong with the state around it is told as well.
            lowered[id(state)] = asl.Succeed() if found is None else found
    named = named_by_steps(draft)
    resources = gather_resources(draft, named)
    if draft.findings:
        raise FindingsError(*draft.findings)
    return _program(draft, lowered, resources, substitutions_for(draft, named))


def _lowered(draft: Draft, state: StateDraft, lowered: dict[int, asl.State]) -> asl.State | None:
    """The state; None where it is refused, which is noted."""
    try:
        return lower_state(draft, state, lowered)
    except NotJsonError as error:
        problem, _, instead = str(error).partition("; ")
        place = state.step.place(*error.argument) if error.argument else _place_of_value(state)
        draft.find(error.code, f'"{state.name}": {problem}', instead, place)
    except ValidationError as error:
        _report(draft, state, error)
    except RecursionError:
        problem = f'"{state.name}": the value is nested too deep'
        draft.find("WF209", problem, "make it in several steps", _place_of_value(state))
    return None


def _place_of_value(state: StateDraft) -> Place:
    """Where the only value of a step is written; of several nobody knows which one was refused."""
    given = [
        at for at, value in values_of(state.step) if not (value is None or (isinstance(value, dict) and not value))
    ]
    return state.step.place(*given[0]) if len(given) == 1 else state.step.place()


def _report(draft: Draft, state: StateDraft, error: ValidationError) -> None:
    """Say what the language itself does not allow."""
    for argument, problem, instead in dict.fromkeys(_said(detail) for detail in error.errors(include_url=False)):
        place = state.step.place(argument) if argument else state.step.place()
        draft.find("WF103", f'"{state.name}": {problem}', instead, place)


def _said(detail: ErrorDetails) -> tuple[str, str, str]:
    context = detail.get("ctx", {})
    field = next((str(part) for part in reversed(detail["loc"]) if isinstance(part, str)), "")
    argument = _ARGUMENTS.get(field, snake_case(field)) if field else ""
    if "instead" in context:
        # The language's own words, but for the braces: in Python an expression has none.
        return argument, context["message"], context["instead"].replace(" {% ... %}", "")
    if detail["type"] == "extra_forbidden":
        return argument, f"a state of this kind has no {field}", "leave it out"
    problem = f"{argument}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"
    return argument, problem, "write a value of that type"


def _program(
    draft: Draft,
    lowered: dict[int, asl.State],
    resources: tuple[Resource, ...],
    substitutions: Mapping[str, Substitution],
) -> Program:
    workflow = draft.workflow
    root = draft.scopes[0]
    machine = asl.StateMachine(**_head(draft), **states_of(root, lowered))
    return Program(
        name=workflow.name,
        machine=machine,
        resources=resources,
        substitutions=substitutions,
        grants={state.path: state.step.grants for state in draft.states() if isinstance(state.step, AwsTask)},
        sources={state.path: state.step.site for state in draft.states()},
        input=workflow.contract,
        alerts=workflow.alerts,
        alarm_above=workflow.alarm_above,
        timeout=workflow.timeout,
        description=workflow.comment or "",
        file=workflow.site.file,
        site=workflow.site,
    )


def _head(draft: Draft) -> Fields:
    """The machine's own fields."""
    workflow = draft.workflow
    written = [
        ("Comment", workflow.comment),
        ("QueryLanguage", workflow.language if workflow.exact else machine_language(draft)),
        ("Version", workflow.version),
        ("TimeoutSeconds", literal(workflow.timeout)),
    ]
    return dict(_given(written))


def _given(fields: list[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    return ((name, value) for name, value in fields if value is not None)

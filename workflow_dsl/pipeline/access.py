"""Who may do what to whom: a program -> the parties of its stack, and what one may do to another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflow_dsl.permissions import Adjustments, Target, derive_statements, machine_id
from workflow_dsl.program import Program
from workflow_dsl.resources import (
    EventRule,
    HttpApi,
    LambdaFunction,
    Queue,
    Resource,
    Schedule,
    Secret,
    Table,
    Topic,
    Trigger,
)

ALARMS = "CloudWatchAlarms"


class Kind(StrEnum):
    """What a party is."""

    API = "API"
    EVENTS = "events"
    SCHEDULE = "schedule"
    MACHINE = "state machine"
    FUNCTION = "function"
    TABLE = "table"
    TOPIC = "topic"
    QUEUE = "queue"
    SECRET = "secret"
    EMAIL = "e-mail"
    ALARMS = "alarms"
    OUTSIDE = "outside of the stack"


_KINDS: dict[type[Resource], Kind] = {
    HttpApi: Kind.API,
    EventRule: Kind.EVENTS,
    Schedule: Kind.SCHEDULE,
    LambdaFunction: Kind.FUNCTION,
    Table: Kind.TABLE,
    Topic: Kind.TOPIC,
    Queue: Kind.QUEUE,
    Secret: Kind.SECRET,
}


@dataclass(frozen=True, slots=True)
class Party:
    """Something that acts or is acted on; `key` is its logical id where the stack holds it."""

    key: str
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Access:
    """`who` may do `actions` to `whom`, both by their keys."""

    who: str
    actions: tuple[str, ...]
    whom: str


@dataclass(frozen=True, slots=True)
class AccessMap:
    """Every party that does something or has something done to it, and every access."""

    parties: tuple[Party, ...]
    accesses: tuple[Access, ...]


def map_access(program: Program, adjustments: Adjustments | None = None) -> AccessMap:
    """The map of a program's stack: what comes in first, then the machine and its functions, then what is told.

    What AWS does in the name of every role, for logs, traces, dead letters and encryption, is left out.
    """
    accesses = _joined([*_incoming(program), *_derived(program, adjustments), *_told(program)])
    involved = {key: None for each in accesses for key in (each.who, each.whom)}
    known = {party.key: party for party in _parties(program)}
    outside = [Party(key, Kind.OUTSIDE, "anything" if key == "*" else key) for key in involved if key not in known]
    return AccessMap((*(party for key, party in known.items() if key in involved), *outside), accesses)


def _parties(program: Program) -> Iterator[Party]:
    for trigger in program.triggers:
        yield Party(trigger.logical_id, _KINDS[type(trigger)], _comes_in(trigger))
    yield Party(machine_id(program), Kind.MACHINE, program.name)
    for resource in program.resources:
        if not isinstance(resource, Trigger) and type(resource) in _KINDS:
            yield Party(resource.logical_id, _KINDS[type(resource)], resource.name)
    yield Party(ALARMS, Kind.ALARMS, "CloudWatch")
    for topic in program.of_kind(Topic):
        if topic.email is not None:
            yield Party(topic.email.logical_id, Kind.EMAIL, topic.email.name)


def _comes_in(trigger: Trigger) -> str:
    match trigger:
        case HttpApi():
            return f"{trigger.method} {trigger.path}, signed"
        case EventRule():
            return f"{trigger.detail_type} from {trigger.source}"
        case Schedule():
            return f"every {int(trigger.every.total_seconds()) // 60} min"
        case _:
            return trigger.name


def _incoming(program: Program) -> Iterator[Access]:
    for trigger in program.triggers:
        yield Access(trigger.logical_id, ("lambda:InvokeFunction",), trigger.function.logical_id)


def _derived(program: Program, adjustments: Adjustments | None) -> Iterator[Access]:
    for owner, statements in derive_statements(program, adjustments).items():
        for statement in statements:
            if not statement.in_its_name:
                yield from (Access(owner, statement.actions, _key(target)) for target in statement.resources)


def _key(target: Target) -> str:
    return target.logical_id or target.below


def _told(program: Program) -> Iterator[Access]:
    if program.alerts is not None:
        yield Access(ALARMS, ("sns:Publish",), program.alerts.logical_id)
    for topic in program.of_kind(Topic):
        if topic.email is not None:
            yield Access(topic.logical_id, ("tells",), topic.email.logical_id)


def _joined(accesses: Iterable[Access]) -> tuple[Access, ...]:
    """One access for each two parties."""
    actions: dict[tuple[str, str], dict[str, None]] = {}
    for each in accesses:
        actions.setdefault((each.who, each.whom), {}).update(dict.fromkeys(each.actions))
    return tuple(Access(who, tuple(found), whom) for (who, whom), found in actions.items())

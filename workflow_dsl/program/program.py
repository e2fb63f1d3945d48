"""A compiled workflow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal, TypeVar

from workflow_dsl.asl import StateMachine, StatePath
from workflow_dsl.resources import AnyFunction, Grant, LambdaFunction, Metric, Parameter, Resource, Topic, Trigger
from workflow_dsl.source import CallSite, Place

Kind = TypeVar("Kind", bound=Resource)


@dataclass(frozen=True, slots=True)
class Substitution:
    """What a `${name}` in the definition stands for: a resource's `Ref`, or one of its attributes, as "Arn"."""

    resource: Resource
    attribute: Literal["Ref", "Arn"]


@dataclass(frozen=True, slots=True)
class Program:
    """A state machine with all that it runs on.

    `machine` has `${LogicalId}` wherever a resource stands; `substitutions` says what each stands for. `resources` are
    all that the stack must hold, the parameters included, each once, in the order in which the definition names them.
    `grants` are the permissions that a state needs and that its task alone does not tell. `sources` maps a state to the
    call that wrote it, `site` is the workflow's own call, `file` names the definition. `alerts` is the topic that
    alarms go to, `alarm_above` how many executions may fail in five minutes without one; `input` the contract of the
    execution's input."""

    name: str
    machine: StateMachine
    resources: tuple[Resource, ...] = ()
    substitutions: Mapping[str, Substitution] = field(default_factory=dict)
    grants: Mapping[StatePath, tuple[Grant, ...]] = field(default_factory=dict)
    sources: Mapping[StatePath, CallSite] = field(default_factory=dict)
    input: Any = None
    alerts: Topic | None = None
    alarm_above: int = 0
    timeout: timedelta | None = None
    description: str = ""
    file: str = ""
    site: CallSite | None = None

    def of_kind(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The resources of one kind, as `program.of_kind(Table)`, in order."""
        return tuple(resource for resource in self.resources if isinstance(resource, kind))

    @property
    def functions(self) -> tuple[AnyFunction, ...]:
        """The Lambda functions."""
        return self.of_kind(LambdaFunction)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The template's parameters, without `Environment`, which every stack has."""
        return self.of_kind(Parameter)

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What starts the machine or runs a function beside it."""
        return self.of_kind(Trigger)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The custom metrics that the handlers emit."""
        return self.of_kind(Metric)

    def places(self) -> Iterator[tuple[StatePath, Place]]:
        """Where each state was written; resolving a place reads its file."""
        for path, site in self.sources.items():
            yield path, site.place

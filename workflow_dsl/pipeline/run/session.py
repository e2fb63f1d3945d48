"""A stack on the emulator, for as long as it is needed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workflow_dsl.deploy import (
    Client,
    Connection,
    Deployed,
    DeployError,
    DeployEvent,
    StackRequest,
    StackResource,
    connect_to_emulator,
    deploy_stack,
    find_stack,
    read_template,
    stack_resources,
    upload,
)
from workflow_dsl.local import (
    CODE_BUCKET,
    Change,
    Double,
    Emulator,
    OwnEmulator,
    find_kept,
    fit_to_emulator,
)
from workflow_dsl.naming import stack_name
from workflow_dsl.pipeline.run.errors import RunInputError
from workflow_dsl.pipeline.run.target import Target
from workflow_dsl.pipeline.run.watch import Tables
from workflow_dsl.pipeline.zips import Zips
from workflow_dsl.stack.names import CODE_BUCKET_PARAMETER

STAND_IN_PARAMETERS: Mapping[str, str] = {"Environment": "dev", "AlertEmail": "alerts@example.com"}
"""Parameters that every stack of ours has, as local runs set them."""

CALLBACK_SECONDS = 10
"""How long a task waits for its token where the emulator's clock runs faster than ours."""


@dataclass(frozen=True, slots=True)
class EmulatorReady:
    """The emulator answers, `seconds` after it was asked for; `kept` when it was there before."""

    emulator: Emulator
    kept: bool
    seconds: float


Progress = EmulatorReady | Change | DeployEvent
OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """How the emulator is started when none is kept; the stack's name, and parameters beside the definition's own.

    `emulator` is one that runs already, and goes on running afterwards.
    """

    project: Path
    port: int | None = None
    wait_scale: float = 0.0
    stack_name: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    emulator: Emulator | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A deployed stack on the emulator.

    `definition` is the machine's, as the emulator holds it; `tables` know what has changed since the session began.
    """

    connection: Connection
    emulator: Emulator
    target: Target
    double: Double | None
    resources: list[StackResource]
    machine_arn: str
    definition: Mapping[str, Any]
    outputs: Mapping[str, str]
    tables: Tables


class DeployedStack:
    """The stack as a definition's double sees it."""

    def __init__(self, connection: Connection, resources: Sequence[StackResource]) -> None:
        self._connection = connection
        self._physical = {resource.logical_id: resource.physical_id for resource in resources}

    def physical_id(self, logical_id: str) -> str:
        """The name, URL or ARN that the emulator gave a resource."""
        return self._physical[logical_id]

    def client(self, service: str) -> Client:
        """The client of an AWS service on the emulator."""
        return self._connection.client(service)


@contextmanager
def open_session(target: Target, options: SessionOptions, on_progress: OnProgress) -> Iterator[Session]:
    """Start the emulator (or use the kept one) and the double, deploy the target, and end what was started.

    Raises LocalError, DeployError, and EmulatorGoneError when the emulator ends while the block runs.
    """
    with ExitStack() as stack:
        emulator = _emulator(stack, options, on_progress)
        with unless_gone(emulator):
            double = _double(target)
            if double is not None:
                stack.callback(double.stop)
            yield _deploy(target, options, emulator, double, on_progress)


@contextmanager
def unless_gone(emulator: Emulator) -> Iterator[None]:
    """Raise EmulatorGoneError in place of what failed because the emulator has ended."""
    try:
        yield
    except DeployError as error:
        gone = emulator.gone()
        if gone is not None:
            raise gone from error
        raise


def _double(target: Target) -> Double | None:
    made = target.setup.double() if target.setup.double is not None else None
    if made is not None and not callable(getattr(made, "stop", None)):
        kind = type(made).__name__
        raise RunInputError(f"the double of {target.name} is of type {kind}, which has no stop(); write what ends it")
    return made


def _emulator(stack: ExitStack, options: SessionOptions, on_progress: OnProgress) -> Emulator:
    began = time.monotonic()
    kept = options.emulator or find_kept(options.project)
    own = OwnEmulator(port=options.port, wait_scale=options.wait_scale)
    emulator = kept or stack.enter_context(own)
    on_progress(EmulatorReady(emulator, kept is not None, time.monotonic() - began))
    return emulator


def _deploy(
    target: Target, options: SessionOptions, emulator: Emulator, double: Double | None, on_progress: OnProgress
) -> Session:
    connection = connect_to_emulator(emulator)
    name = options.stack_name or stack_name(f"{target.name}-dev")
    declared = read_template(target.template).get("Parameters", {})
    parameters = {**local_parameters(target, declared, double), **options.parameters}
    _refuse_missing(target, {**parameters, **find_stack(connection, name).parameters}, declared)
    outputs = deploy_locally(
        connection,
        StackRequest(name, target.template, parameters),
        on_progress,
        callback_seconds=CALLBACK_SECONDS if emulator.wait_scale < 1 else None,
        zips=target.zips,
    )
    resources = stack_resources(connection, name)
    machine = _machine(target, resources)
    _fill_secrets(connection, target, resources)
    if target.setup.deployed is not None:
        target.setup.deployed(double, DeployedStack(connection, resources))
    described = connection.client("stepfunctions").describe_state_machine(stateMachineArn=machine)
    definition = json.loads(described["definition"])
    tables = Tables(connection, resources)
    return Session(connection, emulator, target, double, resources, machine, definition, outputs, tables)


def local_parameters(target: Target, declared: Mapping[str, Any], double: Double | None) -> dict[str, str]:
    """The values that the `declared` parameters of a stack have on this machine, as far as anybody says them."""
    stand_ins = {key: value for key, value in STAND_IN_PARAMETERS.items() if key in declared}
    return {**stand_ins, **target.setup.parameter_values(double)}


def _refuse_missing(target: Target, known: Mapping[str, str], declared: Mapping[str, Any]) -> None:
    """Parameters whose value nobody says; one of a stack that is there stays."""
    taken = {CODE_BUCKET_PARAMETER, *known}
    missing = [name for name, of in declared.items() if "Default" not in of and name not in taken]
    if missing:
        values = ", ".join(f'"{name}": "..."' for name in missing)
        raise RunInputError(
            f"the stack of {target.name} needs a value for {', '.join(missing)}; give it in definitions/{target.name}/"
            f"scenarios.py: local = LocalSetup(parameters=lambda double: {{{values}}})"
        )


def deploy_locally(
    connection: Connection,
    request: StackRequest,
    on_progress: OnProgress,
    *,
    callback_seconds: int | None = None,
    zips: Zips | None = None,
) -> Mapping[str, str]:
    """Fit the template of a request to the emulator, deploy it there, and return the stack's outputs.

    `zips` are those that the template names. Raises PackageError and FindingsError when one cannot be built.
    """
    fitted = fit_to_emulator(
        read_template(request.template),
        python=sys.executable,
        callback_seconds=callback_seconds,
        zips={} if zips is None else zips.for_this_machine(),
    )
    for change in fitted.changes:
        on_progress(change)
    upload(connection, CODE_BUCKET, fitted.code)
    outputs: Mapping[str, str] = {}
    for event in deploy_stack(connection, replace(request, template=json.dumps(fitted.template))):
        on_progress(event)
        if isinstance(event, Deployed):
            outputs = event.outputs
    return outputs


def _machine(target: Target, resources: list[StackResource]) -> str:
    for resource in resources:
        if resource.resource_type == "AWS::StepFunctions::StateMachine":
            return resource.physical_id
    raise RunInputError(f"the stack of {target.name} has no state machine to run")


def _fill_secrets(connection: Connection, target: Target, resources: list[StackResource]) -> None:
    physical = {resource.logical_id: resource.physical_id for resource in resources}
    for logical_id, value in target.setup.secrets.items():
        if logical_id not in physical:
            raise RunInputError(
                f"the stack of {target.name} has no secret {logical_id}, to which its local setup gives a value"
            )
        connection.client("secretsmanager").put_secret_value(SecretId=physical[logical_id], SecretString=value)

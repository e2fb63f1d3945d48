from collections.abc import Callable
from typing import Any

import pytest

from workflow_dsl.asl import from_json
from workflow_dsl.permissions import Statement, derive_statements, machine_id
from workflow_dsl.program import Program, Substitution
from workflow_dsl.resources import LambdaFunction, Queue, Resource, Table, Topic


def declared() -> dict[str, Resource]:
    resources: list[Resource] = [
        LambdaFunction("Charge", handler="lambdas.charge.handler", input=dict, output=dict),
        Table("Orders", key="orderId"),
        Topic("Alerts"),
        Queue("Parked"),
    ]
    return {each.logical_id: each for each in resources}


def program_of(*states: dict[str, Any], **fields: Any) -> Program:
    """A program of these states, one after the other, named State0, State1, ..."""
    resources = declared()
    last = len(states) - 1
    chain = {
        f"State{at}": state | ({"End": True} if at == last else {"Next": f"State{at + 1}"})
        for at, state in enumerate(states)
    }
    machine = {"QueryLanguage": "JSONata", "StartAt": "State0", "States": chain}
    return Program(
        name="Orders",
        machine=from_json(machine),
        resources=tuple(resources.values()),
        substitutions={
            name: Substitution(each, "Arn" if isinstance(each, LambdaFunction) else "Ref")
            for name, each in resources.items()
        },
        **fields,
    )


def task(resource: str, **arguments: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Arguments": arguments}


Needs = Callable[[Program], list[Statement]]


@pytest.fixture
def needs() -> Needs:
    """What the states of a program need, without what every machine needs."""

    def statements(program: Program) -> list[Statement]:
        return [each for each in derive_statements(program)[machine_id(program)] if each.reason.startswith("state ")]

    return statements


@pytest.fixture(name="program_of")
def program_maker() -> Callable[..., Program]:
    return program_of


@pytest.fixture(name="task")
def task_maker() -> Callable[..., dict[str, Any]]:
    return task

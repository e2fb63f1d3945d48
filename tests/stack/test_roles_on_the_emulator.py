"""The roles of a deployed stack, asked about everything that any of them may do."""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from tests.stack.conftest import code_of, make_program
from workflow_dsl.deploy import Connection, StackRequest, connect_to_emulator, read_template, stack_resources
from workflow_dsl.local import OwnEmulator
from workflow_dsl.permissions import derive_statements
from workflow_dsl.pipeline.compile import compile_machine
from workflow_dsl.pipeline.run.session import STAND_IN_PARAMETERS, deploy_locally
from workflow_dsl.pipeline.stack_folder import compile_stack
from workflow_dsl.program import Program
from workflow_dsl.project import find_definitions
from workflow_dsl.stack import build_template, write_template
from workflow_dsl.stack.names import role_id

pytestmark = pytest.mark.emulator

STACK = "roles-dev"


@pytest.fixture(params=["everything", "payments", "orders"])
def stack(request: pytest.FixtureRequest, root: Path) -> tuple[Program, str]:
    """A program that has everything, and those that are committed; each with its template."""
    if request.param == "everything":
        program = make_program()
        return program, write_template(build_template(program, code_of(program)))
    machine = compile_machine(find_definitions([request.param], root)[0])
    return machine.program, compile_stack(machine).template


@pytest.fixture
def connection() -> Iterator[Connection]:
    with OwnEmulator() as emulator:
        yield connect_to_emulator(emulator)


def _deployed_roles(connection: Connection, template: str) -> dict[str, str]:
    """The ARN of each role, by logical id."""
    declared = read_template(template)["Parameters"]
    given = {name: value for name, value in STAND_IN_PARAMETERS.items() if name in declared}
    deploy_locally(connection, StackRequest(STACK, template, given), lambda event: None)
    names = {each.logical_id: each.physical_id for each in stack_resources(connection, STACK)}
    iam = connection.client("iam")
    return {
        logical_id: iam.get_role(RoleName=name)["Role"]["Arn"]
        for logical_id, name in names.items()
        if logical_id.startswith("IAMRole") and logical_id != "IAMRoleApiGatewayLogs"
    }


def _allowed_by_policies(connection: Connection, role_arn: str) -> set[tuple[str, str]]:
    """The actions of a role's managed policies as they were deployed, each with one resource that it fits."""
    iam = connection.client("iam")
    attached = iam.list_attached_role_policies(RoleName=role_arn.rpartition("/")[2])["AttachedPolicies"]
    allowed = set()
    for policy in attached:
        version = iam.get_policy(PolicyArn=policy["PolicyArn"])["Policy"]["DefaultVersionId"]
        found = iam.get_policy_version(PolicyArn=policy["PolicyArn"], VersionId=version)["PolicyVersion"]["Document"]
        document = json.loads(found) if isinstance(found, str) else found
        for statement in document["Statement"]:
            for action in _listed(statement["Action"]):
                allowed |= {(action, resource.replace(":*", ":1")) for resource in _listed(statement["Resource"])}
    return allowed


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_each_function_as_it_was_named_is_one_that_its_role_trusts(connection: Connection) -> None:
    """The emulator lets every function take on every role, so that a wrong pattern would first be seen on AWS."""
    program = make_program()
    template = write_template(build_template(program, code_of(program)))
    roles = _deployed_roles(connection, template)
    iam, found = connection.client("iam"), connection.client("lambda")

    for function in program.functions:
        name = roles[role_id(function.name)].rpartition("/")[2]
        trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        condition = (json.loads(trust) if isinstance(trust, str) else trust)["Statement"][0]["Condition"]
        physical = next(each for each in stack_resources(connection, STACK) if each.logical_id == function.logical_id)
        arn = found.get_function(FunctionName=physical.physical_id)["Configuration"]["FunctionArn"]
        assert fnmatchcase(arn, condition["ArnLike"]["aws:SourceArn"])


def test_each_role_may_do_what_it_needs_and_nothing_that_another_needs(
    connection: Connection, stack: tuple[Program, str]
) -> None:
    program, template = stack
    roles = _deployed_roles(connection, template)
    allowed = {logical_id: _allowed_by_policies(connection, arn) for logical_id, arn in roles.items()}
    everything = set().union(*allowed.values())
    iam = connection.client("iam")

    for logical_id, arn in roles.items():
        for action, resource in sorted(everything):
            answer = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=[action], ResourceArns=[resource])
            decision = answer["EvaluationResults"][0]["EvalDecision"]
            expected = "allowed" if (action, resource) in allowed[logical_id] else "implicitDeny"
            assert decision == expected, f"{logical_id}: {action} on {resource}"

    owners = {role_id(program.name), *(role_id(function.name) for function in program.functions)}
    assert roles.keys() == owners
    needed = {
        action for statements in derive_statements(program).values() for each in statements for action in each.actions
    }
    assert {action for action, _ in everything} == needed

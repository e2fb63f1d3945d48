"""The payment stack over its life: changed, changed wrongly, deleted, with payments before and after."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.asl import from_json
from workflow_dsl.deploy import ChangeSetReady, Connection, StackError, StackRequest, delete_stack, plan_deletion
from workflow_dsl.pipeline.compile import CompiledMachine, compile_machine
from workflow_dsl.pipeline.function_code import function_code
from workflow_dsl.pipeline.run import Session, SessionOptions, load_target, open_session
from workflow_dsl.pipeline.run.session import STAND_IN_PARAMETERS, deploy_locally
from workflow_dsl.program import Substitution
from workflow_dsl.project import find_definitions
from workflow_dsl.resources import Index, Table, Topic
from workflow_dsl.stack import build_template, write_template

pytestmark = pytest.mark.emulator

STACK = "payments-dev"
MACHINE = "StepFunctionsStateMachinePaymentWorkflow"


class Payments:
    """The deployed payment stack, and payments through it."""

    def __init__(self, session: Session, machine: CompiledMachine) -> None:
        self.session = session
        self.connection: Connection = session.connection
        self.compiled = machine
        self.code: dict[str, Any] = dict(function_code(machine.program, machine.definition.root, machine.options))
        self.paid = 0

    def template(self, **changes: Any) -> str:
        """The template, with the program changed as `dataclasses.replace` does."""
        return write_template(build_template(replace(self.compiled.program, **changes), self.code))

    def deploy(self, template: str) -> set[tuple[str, str]]:
        """Deploy it; what changed, as the change set says."""
        changed: set[tuple[str, str]] = set()

        def listen(event: Any) -> None:
            if isinstance(event, ChangeSetReady):
                changed.update((change.action, change.logical_id) for change in event.changes)

        setup = self.session.target.setup
        parameters = {**STAND_IN_PARAMETERS, **setup.parameter_values(self.session.double)}
        deploy_locally(self.connection, StackRequest(STACK, template, parameters), listen)
        return changed

    def pay(self) -> tuple[str, list[str]]:
        """One payment: how its execution ended, and the states it went through."""
        make = self.session.target.setup.nth_input
        assert make is not None
        payment = make(self.paid)
        self.paid += 1
        states = self.connection.client("stepfunctions")
        started = states.start_execution(stateMachineArn=self.session.machine_arn, input=json.dumps(payment))
        deadline = time.monotonic() + 120
        while (found := states.describe_execution(executionArn=started["executionArn"]))["status"] == "RUNNING":
            assert time.monotonic() < deadline
            time.sleep(0.1)
        history = states.get_execution_history(executionArn=started["executionArn"], maxResults=1000)["events"]
        entered = [each["stateEnteredEventDetails"]["name"] for each in history if "stateEnteredEventDetails" in each]
        return found["status"], entered

    def rows(self) -> int:
        """How many payments the table has."""
        name = next(each.physical_id for each in self.session.resources if each.resource_type == "AWS::DynamoDB::Table")
        return int(self.connection.client("dynamodb").scan(TableName=name, Select="COUNT")["Count"])


@pytest.fixture(scope="module")
def payments(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Payments]:
    options = SessionOptions(tmp_path_factory.mktemp("no-kept-emulator"), wait_scale=0.02, stack_name=STACK)
    with open_session(load_target("payments", root), options, lambda _: None) as session:
        yield Payments(session, compile_machine(find_definitions(["payments"], root)[0]))


def test_a_changed_handler_is_a_new_version_and_changes_nothing_beside_the_machine(payments: Payments) -> None:
    before = payments.pay()
    payments.deploy(payments.template())
    payments.code["LambdaFunctionStoreTransaction"] += "\n# changed\n"

    changed = payments.deploy(payments.template())

    assert {(action, _without_hash(name)) for action, name in changed} == {
        ("Modify", "LambdaFunctionStoreTransaction"),
        ("Add", "LambdaVersionStoreTransaction"),
        ("Remove", "LambdaVersionStoreTransaction"),
        ("Modify", MACHINE),
        # It names the function's ARN, and a change set shows what refers to something that changes.
        ("Modify", "IAMManagedPolicyPaymentWorkflow"),
    }
    assert payments.pay() == before


def test_the_version_before_the_last_stays_for_executions_that_began_with_it(payments: Payments) -> None:
    functions = payments.connection.client("lambda")
    (name,) = (
        each.physical_id for each in payments.session.resources if each.logical_id == "LambdaFunctionNotifyCustomer"
    )
    payments.code["LambdaFunctionNotifyCustomer"] += "\n# changed\n"

    payments.deploy(payments.template())

    versions = [each["Version"] for each in functions.list_versions_by_function(FunctionName=name)["Versions"]]
    assert {"1", "2"} <= set(versions)


def test_an_added_step_changes_the_machine_and_what_it_may_do(payments: Payments) -> None:
    program = payments.compiled.program
    payments.deploy(payments.template())
    customers = next(topic for topic in program.of_kind(Topic) if topic is not program.alerts)
    written = program.machine.to_json()
    written["States"]["NotifyCustomer"]["Next"] = "TellMarketing"
    written["States"]["TellMarketing"] = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sns:publish",
        "Arguments": {"TopicArn": f"${{{customers.logical_id}}}", "Message": "paid"},
        "Next": "PaymentSucceeded",
    }
    substitutions = {**program.substitutions, customers.logical_id: Substitution(customers, "Ref")}

    changed = payments.deploy(payments.template(machine=from_json(written), substitutions=substitutions))

    assert changed == {
        ("Modify", MACHINE),
        ("Modify", "IAMManagedPolicyPaymentWorkflow"),
        ("Modify", "SNSTopicPolicyPaymentCustomerNotifications"),
    }
    status, states = payments.pay()
    assert (status, states[-2:]) == ("SUCCEEDED", ["TellMarketing", "PaymentSucceeded"])


def test_a_changed_table_keeps_its_payments(payments: Payments) -> None:
    payments.deploy(payments.template())
    payments.pay()
    before = payments.rows()
    (table,) = payments.compiled.program.of_kind(Table)
    indexed = table.model_copy(update={"indexes": (*table.indexes, Index("byCurrency", key="currency"))})
    resources = tuple(indexed if each is table else each for each in payments.compiled.program.resources)

    changed = payments.deploy(payments.template(resources=resources))

    assert ("Modify", table.logical_id) in changed
    assert not {action for action, _ in changed} - {"Modify"}
    assert payments.rows() == before > 0


def test_a_failed_update_leaves_the_stack_as_it_was_and_payments_go_on(payments: Payments) -> None:
    payments.deploy(payments.template())
    before = payments.rows()
    broken = payments.template().replace(
        "Outputs:\n",
        "  Broken:\n    Type: AWS::Lambda::EventInvokeConfig\n"
        "    Properties: {FunctionName: !Ref LambdaFunctionStartPayment, Qualifier: nobody}\nOutputs:\n",
    )
    broken = broken.replace("Charges a claimed payment", "Charges, in another way, a claimed payment")

    with pytest.raises(StackError, match="is UPDATE_ROLLBACK_COMPLETE") as failed:
        payments.deploy(broken)

    assert "Broken" in failed.value.causes[0]
    assert payments.pay()[0] == "SUCCEEDED"
    assert payments.rows() == before + 1
    assert payments.deploy(payments.template()) == set()


def test_a_deleted_stack_leaves_its_payments(payments: Payments) -> None:
    payments.deploy(payments.template())
    payments.pay()
    before = payments.rows()
    plan = plan_deletion(payments.connection, STACK)
    assert plan is not None

    list(delete_stack(payments.connection, plan, delete_data=False))

    assert {each.resource_type for each in plan.retained} >= {"AWS::DynamoDB::Table", "AWS::SecretsManager::Secret"}
    assert payments.rows() == before > 0
    assert plan_deletion(payments.connection, STACK) is None


def _without_hash(logical_id: str) -> str:
    return logical_id[:-8] if logical_id.startswith("LambdaVersion") else logical_id

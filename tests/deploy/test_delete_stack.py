"""A stack is deleted, and its data is kept unless somebody says so."""

from __future__ import annotations

import json

import pytest

from tests.deploy.conftest import Sample
from workflow_dsl.deploy import Connection, Deletion, Note, StackError, delete_stack, find_stack, plan_deletion

pytestmark = pytest.mark.emulator


def _plan(sample: Sample) -> Deletion:
    sample.deploy(AlertEmail="a@example.com")
    plan = plan_deletion(sample.connection, sample.name)
    assert plan is not None
    return plan


def _tables(connection: Connection) -> list[str]:
    found: list[str] = connection.client("dynamodb").list_tables()["TableNames"]
    return found


def test_a_stack_whose_deletion_loses_data_is_refused_with_what_it_would_lose(sample: Sample) -> None:
    plan = _plan(sample)

    with pytest.raises(StackError, match=r"(?s)holds data; add --delete-data.*AWS::DynamoDB::Table SampleOrders"):
        list(delete_stack(sample.connection, plan, delete_data=False))

    assert _tables(sample.connection) == ["SampleOrders"]
    assert find_stack(sample.connection, sample.name).status == "CREATE_COMPLETE"


def test_a_stack_is_deleted_with_its_data_when_somebody_says_so(sample: Sample) -> None:
    plan = _plan(sample)

    list(delete_stack(sample.connection, plan, delete_data=True))

    assert _tables(sample.connection) == []
    assert plan_deletion(sample.connection, sample.name) is None


def test_what_the_template_retains_outlives_the_stack(sample: Sample) -> None:
    for kept in ("Orders", "Gateway"):
        sample.template["Resources"][kept]["DeletionPolicy"] = "Retain"
    plan = _plan(sample)
    assert {resource.logical_id for resource in plan.retained} == {"Orders", "Gateway"}

    list(delete_stack(sample.connection, plan, delete_data=False))

    assert _tables(sample.connection) == ["SampleOrders"]
    assert find_stack(sample.connection, plan.stack_id).status == "DELETE_COMPLETE"


def test_retained_tables_go_as_well_when_somebody_says_so(sample: Sample) -> None:
    sample.template["Resources"]["Orders"]["DeletionPolicy"] = "Retain"
    sample.properties("Orders")["DeletionProtectionEnabled"] = True
    del sample.template["Resources"]["Gateway"]
    del sample.properties("Store")["Environment"]["Variables"]["GATEWAY_SECRET_ARN"]
    plan = _plan(sample)

    events = list(delete_stack(sample.connection, plan, delete_data=True))

    assert Note("deleted AWS::DynamoDB::Table SampleOrders") in events
    assert _tables(sample.connection) == []


def test_a_stack_that_does_not_exist_has_no_plan(connection: Connection) -> None:
    assert plan_deletion(connection, "nobody") is None


def test_a_stack_of_which_only_the_change_set_was_made_is_deleted(connection: Connection) -> None:
    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    connection.client("cloudformation").create_change_set(
        StackName="never-made", ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=json.dumps(template)
    )
    plan = plan_deletion(connection, "never-made")
    assert plan is not None
    assert plan.deleted == plan.retained == ()

    list(delete_stack(connection, plan, delete_data=False))

    assert find_stack(connection, plan.stack_id).status in ("ABSENT", "DELETE_COMPLETE")

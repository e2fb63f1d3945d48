"""A stack is created, updated, repaired and deleted; who deploys is told what happens, and why it failed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.deploy.conftest import Sample
from workflow_dsl.deploy import (
    ChangeSetReady,
    Connection,
    Deployed,
    Note,
    ParameterError,
    StackError,
    StackEvent,
    StackRequest,
    deploy_stack,
    find_stack,
)

pytestmark = pytest.mark.emulator


def _break(sample: Sample) -> None:
    sample.template["Resources"]["Broken"] = {
        "Type": "AWS::Lambda::EventInvokeConfig",
        "Properties": {"FunctionName": {"Ref": "Check"}, "Qualifier": "nobody"},
    }


def _changes(events: list[Any]) -> set[tuple[str, str]]:
    ready = next(event for event in events if isinstance(event, ChangeSetReady))
    return {(change.action, change.logical_id) for change in ready.changes}


def test_a_first_deployment_creates_the_stack_and_returns_its_outputs(sample: Sample) -> None:
    events = sample.deploy(AlertEmail="a@example.com")

    assert isinstance(events[0], ChangeSetReady)
    assert events[0].action == "CREATE"
    assert ("Add", "Machine") in _changes(events)
    told = [event for event in events if isinstance(event, StackEvent) and event.status == "CREATE_COMPLETE"]
    assert {event.logical_id for event in told} >= {"Orders", "Machine", "Check"}
    assert events[-1] == Deployed(
        sample.status()["StackId"],
        changed=True,
        outputs={
            "StateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:SampleWorkflow",
            "TableName": "SampleOrders",
        },
    )


def test_a_second_deployment_of_the_same_changes_nothing_and_succeeds(sample: Sample) -> None:
    sample.deploy(AlertEmail="a@example.com")

    (event,) = sample.deploy()

    assert isinstance(event, Deployed)
    assert event.changed is False
    assert event.outputs["TableName"] == "SampleOrders"


def test_an_update_keeps_the_parameters_that_are_not_given_again(sample: Sample) -> None:
    sample.deploy(AlertEmail="a@example.com")
    sample.properties("MachineLogs")["RetentionInDays"] = 30

    events = sample.deploy()

    assert ("Modify", "MachineLogs") in _changes(events)
    given = {given["ParameterKey"]: given["ParameterValue"] for given in sample.status()["Parameters"]}
    assert given["AlertEmail"] == "a@example.com"


def test_a_failed_creation_names_its_cause_and_the_next_deployment_repairs_it(sample: Sample) -> None:
    _break(sample)
    with pytest.raises(StackError, match=r"could not be created and is ROLLBACK_COMPLETE") as failed:
        sample.deploy(AlertEmail="a@example.com")
    assert failed.value.causes == (
        "Broken (AWS::Lambda::EventInvokeConfig): Lambda function qualifier not found: sample-check:nobody",
    )
    del sample.template["Resources"]["Broken"]

    events = sample.deploy(AlertEmail="a@example.com")

    assert isinstance(events[0], Note)
    assert "deleting what is left" in events[0].text
    assert isinstance(events[-1], Deployed)


def test_a_failed_update_is_rolled_back_and_the_next_one_goes_on_from_there(sample: Sample) -> None:
    sample.deploy(AlertEmail="a@example.com")
    _break(sample)
    with pytest.raises(StackError, match="could not be updated and is UPDATE_ROLLBACK_COMPLETE") as failed:
        sample.deploy()
    assert "qualifier not found" in failed.value.causes[0]
    del sample.template["Resources"]["Broken"]
    sample.properties("MachineLogs")["RetentionInDays"] = 30

    events = sample.deploy()

    assert ("Modify", "MachineLogs") in _changes(events)
    assert isinstance(events[-1], Deployed)


def test_what_a_failed_update_published_can_be_published_again(sample: Sample, connection: Connection) -> None:
    """On AWS its version stays, and Lambda publishes nothing that is the same as the last version."""
    functions = connection.client("lambda")
    sample.deploy(AlertEmail="a@example.com")
    former = functions.get_function(FunctionName="sample-check")["Configuration"]["CodeSha256"]
    code = sample.properties("Check")["Code"]["ZipFile"]
    sample.properties("Check")["Code"]["ZipFile"] = f"{code}\n# changed\n"
    _break(sample)
    with pytest.raises(StackError, match="is UPDATE_ROLLBACK_COMPLETE"):
        sample.deploy()
    del sample.template["Resources"]["Broken"]

    told = [event.text for event in sample.deploy() if isinstance(event, Note)]

    assert told == [
        "the last update was rolled back; published its functions as they are now, so that what it had published can "
        "be published again"
    ]
    latest, *published = functions.list_versions_by_function(FunctionName="sample-check")["Versions"]
    assert [each["CodeSha256"] for each in published] == [former, former]
    assert latest["CodeSha256"] != former
    assert not [event for event in sample.deploy() if isinstance(event, Note)]


def test_who_closes_at_the_change_set_leaves_nothing_behind(sample: Sample, connection: Connection) -> None:
    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    events = deploy_stack(connection, StackRequest("given-up", json.dumps(template), {}))
    assert isinstance(next(events), ChangeSetReady)

    events.close()

    assert find_stack(connection, "given-up").status in ("ABSENT", "DELETE_COMPLETE")
    assert connection.client("sns").list_topics()["Topics"] == []


def test_of_two_deployments_at_once_the_later_one_is_told_so_and_can_be_repeated(
    sample: Sample, connection: Connection
) -> None:
    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "first"}}}}
    request = StackRequest(sample.name, json.dumps(template), {})
    list(deploy_stack(connection, request))
    slow = StackRequest(sample.name, request.template.replace("first", "slow"), {})
    overtaken = deploy_stack(connection, slow)
    assert isinstance(next(overtaken), ChangeSetReady)
    list(deploy_stack(connection, StackRequest(sample.name, request.template.replace("first", "fast"), {})))

    with pytest.raises(StackError, match="stack sample was deployed by somebody else meanwhile; deploy again"):
        next(overtaken)

    assert isinstance(list(deploy_stack(connection, slow))[-1], Deployed)


def test_a_parameter_that_the_template_does_not_have_is_named(sample: Sample) -> None:
    with pytest.raises(ParameterError, match="no parameter Colour; it has AlertEmail, Environment, PowertoolsLayer"):
        sample.deploy(AlertEmail="a@example.com", Colour="red")


def test_a_missing_parameter_is_named_before_anything_is_made(sample: Sample, connection: Connection) -> None:
    with pytest.raises(ParameterError, match="needs a value for AlertEmail; add --alert-email ADDRESS"):
        sample.deploy()
    assert find_stack(connection, sample.name).status in ("ABSENT", "DELETE_COMPLETE")


def test_a_template_over_51200_bytes_goes_through_a_bucket(sample: Sample, connection: Connection) -> None:
    sample.template["Metadata"] = {"Padding": "x" * 52_000}

    events = sample.deploy(AlertEmail="a@example.com")

    assert isinstance(events[-1], Deployed)
    buckets = [bucket["Name"] for bucket in connection.client("s3").list_buckets()["Buckets"]]
    assert "workflow-dsl-000000000000-us-east-1" in buckets


def test_changed_code_is_deployed_to_the_same_function(sample: Sample, connection: Connection) -> None:
    sample.deploy(AlertEmail="a@example.com")
    code = sample.properties("Check")["Code"]
    code["ZipFile"] = "def handler(event, context):\n    return 'new'\n"

    events = sample.deploy()

    assert ("Modify", "Check") in _changes(events)
    answer = connection.client("lambda").invoke(FunctionName="sample-check")
    assert json.loads(answer["Payload"].read()) == "new"

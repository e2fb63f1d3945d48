"""The actions that may be granted are those that IAM knows."""

import json
from pathlib import Path
from typing import Any

import cfnlint
import pytest

from workflow_dsl import Queue, StateMachineResource, Table, Topic
from workflow_dsl.resources import resource

KNOWN: dict[str, Any] = json.loads((Path(cfnlint.__file__).parent / "data/AdditionalSpecs/Policies.json").read_bytes())
OURS: dict[str, Any] = json.loads(Path(resource.__file__).with_name("actions.json").read_bytes())
# Tried out on AWS: these are allowed on a state machine, which IAM's own tables do not say.
ANSWERS = {"SendTaskFailure", "SendTaskHeartbeat", "SendTaskSuccess"}


@pytest.mark.parametrize("service", OURS["actions"])
def test_every_action_of_the_table_is_one_that_iam_allows_on_one_resource(service: str) -> None:
    known = KNOWN[service]["Actions"]
    ours = set(OURS["actions"][service]) - ANSWERS

    assert not {action for action in ours if not known.get(action.lower(), {}).get("Resources")}


def test_what_is_meant_by_an_operation_is_in_the_table() -> None:
    for operation, meant in OURS["meant"].items():
        service, _, actions = meant.partition(":")
        assert operation.startswith(f"{service}:")
        assert set(actions.replace(" or ", ", ").split(", ")) <= set(OURS["actions"][service])


def test_what_resources_grant_by_themselves_is_known() -> None:
    table, machine = Table("Orders", key="orderId"), StateMachineResource("Shop")
    grants = [table.grant_index("byStatus", "dynamodb:Query"), machine.grant_start(), machine.grant_task_answers()]
    grants += [machine.grant_executions("states:DescribeExecution"), Queue("Parked").grant_send()]

    assert Topic("Alerts").grant("sns:Publish").actions == ("sns:Publish",)
    assert all(grant.actions for grant in grants)

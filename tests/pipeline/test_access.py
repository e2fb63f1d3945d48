"""The map of who may do what to whom, drawn into the page of every stack."""

import re
from dataclasses import replace

import pytest

from tests.stack.conftest import make_program
from workflow_dsl.asl import from_json
from workflow_dsl.pipeline.access import Access, AccessMap, Kind, map_access
from workflow_dsl.pipeline.access_picture import draw_access, tabulate_access
from workflow_dsl.pipeline.stack_page import stack_page
from workflow_dsl.program import Program
from workflow_dsl.resources import Vpc
from workflow_dsl.stack import Template

MACHINE = "StepFunctionsStateMachineOrders"
NOTHING = Template("nothing")


@pytest.fixture
def access() -> AccessMap:
    return map_access(make_program())


def test_the_machine_may_do_what_its_states_call(access: AccessMap) -> None:
    done = {each.whom: each.actions for each in access.accesses if each.who == MACHINE}

    assert done["LambdaFunctionChargeOrder"] == ("lambda:InvokeFunction",)
    assert done["SQSQueueParked"] == ("sqs:SendMessage",)
    assert done["SNSTopicAlerts"] == ("sns:Publish",)


def test_a_function_may_do_what_it_was_granted(access: AccessMap) -> None:
    assert [each for each in access.accesses if each.who == "LambdaFunctionChargeOrder"] == [
        Access("LambdaFunctionChargeOrder", ("dynamodb:GetItem", "dynamodb:UpdateItem"), "DynamoDBTableOrders"),
        Access("LambdaFunctionChargeOrder", ("secretsmanager:GetSecretValue",), "SecretsManagerSecretGatewayKey"),
    ]


def test_each_trigger_starts_its_function(access: AccessMap) -> None:
    names = {party.key: party for party in access.parties}
    begun = {(names[each.who].kind, each.whom) for each in access.accesses if names[each.who].kind in _TRIGGERS}

    assert begun == {
        (Kind.API, "LambdaFunctionStartOrder"),
        (Kind.EVENTS, "LambdaFunctionStartOrder"),
        (Kind.SCHEDULE, "LambdaFunctionReconcileOrders"),
    }


_TRIGGERS = (Kind.API, Kind.EVENTS, Kind.SCHEDULE)


def test_alerts_reach_the_address_of_operations(access: AccessMap) -> None:
    whom = {each.who: each.whom for each in access.accesses}

    assert whom["CloudWatchAlarms"] == "SNSTopicAlerts"
    assert whom["SNSTopicAlerts"] == "AlertEmail"


def test_what_every_role_needs_is_left_out(access: AccessMap) -> None:
    actions = {action for each in access.accesses for action in each.actions}

    assert not {action for action in actions if action.startswith(("logs:", "xray:", "kms:"))}


def test_what_the_stack_does_not_hold_is_outside_of_it() -> None:
    machine = from_json(
        {
            "StartAt": "Look",
            "States": {"Look": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "End": True}},
        }
    )

    access = map_access(replace(Program("Small", machine), alerts=None))

    assert [(party.kind, party.name) for party in access.parties] == [
        (Kind.MACHINE, "Small"),
        (Kind.OUTSIDE, "anything"),
    ]


def test_the_picture_has_a_node_for_each_party_and_an_arrow_for_each_access(access: AccessMap) -> None:
    picture = draw_access(access)

    assert len(re.findall(r"^    p\d+\W", picture, re.MULTILINE)) == len(access.parties) + len(access.accesses)
    assert picture.count(" --> ") == len(access.accesses)
    assert "ChargeOrder<br/>function" in picture


def test_every_party_has_a_colour(access: AccessMap) -> None:
    coloured = {
        node
        for nodes in re.findall(r"^    class (\S+) ", draw_access(access), re.MULTILINE)
        for node in nodes.split(",")
    }

    assert len(coloured) == len(access.parties)


def test_the_table_says_the_same_as_the_picture(access: AccessMap) -> None:
    rows = list(tabulate_access(access))[2:]

    assert len(rows) == len(access.accesses)
    assert "| state machine Orders | sqs:SendMessage | queue Parked |" in rows


def test_the_page_shows_the_picture_and_the_table() -> None:
    page = stack_page(make_program(), "graph.svg", NOTHING)

    assert "## Who may do what to whom\n\n```mermaid\nflowchart LR\n" in page
    assert "| function StartOrder | states:StartExecution, states:DescribeExecution | state machine Orders |" in page


def test_the_page_tells_of_functions_in_a_vpc_where_there_are_some() -> None:
    program = make_program()
    first = program.functions[0]
    inside = first.model_copy(update={"vpc": Vpc(subnets=["subnet-1"], security_groups=["sg-1"])})
    connected = replace(program, resources=tuple(inside if each is first else each for each in program.resources))

    pages = [stack_page(each, "graph.svg", NOTHING) for each in (program, connected)]

    assert [page.count("in a VPC") for page in pages] == [0, 1]


def test_a_stack_in_which_nobody_does_anything_has_no_such_picture() -> None:
    machine = from_json({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})

    assert "mermaid" not in stack_page(Program("Small", machine), "graph.svg", NOTHING)

"""The template for the emulator is the template, but for what the emulator cannot take."""

from __future__ import annotations

import copy
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.deploy import read_template
from workflow_dsl.local import fit_to_emulator

Template = dict[str, Any]

SAMPLE = Path(__file__).parents[1] / "deploy" / "sample.yaml"


@pytest.fixture(scope="module")
def sample() -> Template:
    return read_template(SAMPLE.read_text())


def _with(**resources: Any) -> Template:
    return {"Resources": resources}


def test_what_the_emulator_can_take_is_left_alone(sample: Template) -> None:
    fitted = fit_to_emulator(sample, python="/python").template

    same = [name for name, resource in sample["Resources"].items() if fitted["Resources"].get(name) == resource]

    changed = sorted(set(sample["Resources"]) - set(same))
    assert changed == ["AlertsPolicy", "Check", "MachineAlias", "MachineVersion", "Paging", "ParkingPolicy", "Store"]
    assert fitted["Parameters"]["AlertEmail"] == sample["Parameters"]["AlertEmail"]


def test_the_template_that_was_given_is_not_changed(sample: Template) -> None:
    before = copy.deepcopy(sample)

    fit_to_emulator(sample, python="/python")

    assert sample == before


def test_a_function_runs_under_the_runtime_client_of_aws(sample: Template) -> None:
    fitted = fit_to_emulator(sample, python="/a b/python")

    check = fitted.template["Resources"]["Check"]["Properties"]
    assert check["Runtime"] == "provided.al2023"
    assert check["Handler"] == "index.handler"
    assert "Layers" not in check
    archive = zipfile.ZipFile(io.BytesIO(fitted.code[check["Code"]["S3Key"]]))
    assert archive.read("index.py").decode() == sample["Resources"]["Check"]["Properties"]["Code"]["ZipFile"]
    assert archive.read("bootstrap").decode().startswith("#!/bin/sh\nexec '/a b/python' -IS ")
    assert archive.getinfo("bootstrap").external_attr >> 16 == 0o755


def test_the_same_code_has_the_same_key_and_other_code_another_one(sample: Template) -> None:
    other = copy.deepcopy(sample)
    other["Resources"]["Check"]["Properties"]["Code"]["ZipFile"] += "# other\n"

    keys = [set(fit_to_emulator(template, python="/python").code) for template in (sample, sample, other)]

    assert keys[0] == keys[1]
    assert len(keys[0] & keys[2]) == 1


def test_the_machine_stands_in_for_its_versions_and_aliases(sample: Template) -> None:
    fitted = fit_to_emulator(sample, python="/python").template

    assert fitted["Outputs"]["StateMachineArn"] == {"Value": {"Ref": "Machine"}}
    assert "MachineAlias" not in fitted["Resources"]


@pytest.mark.parametrize(
    ("reference", "stand_in"),
    [
        ({"Ref": "Live"}, {"Ref": "Machine"}),
        ({"Fn::GetAtt": ["Live", "Arn"]}, {"Ref": "Machine"}),
        ({"Fn::Sub": "x-${Live}-${AWS::Region}"}, {"Fn::Sub": "x-${Machine}-${AWS::Region}"}),
        ({"Fn::Sub": "${Live.Arn}"}, {"Fn::Sub": "${Machine}"}),
        ({"Fn::Sub": ["${Live}", {"a": {"Ref": "Live"}}]}, {"Fn::Sub": ["${Machine}", {"a": {"Ref": "Machine"}}]}),
    ],
)
def test_every_way_to_refer_to_an_alias_is_followed_to_the_machine(reference: Any, stand_in: Any) -> None:
    template = _with(
        Machine={"Type": "AWS::StepFunctions::StateMachine", "Properties": {}},
        Version={
            "Type": "AWS::StepFunctions::StateMachineVersion",
            "Properties": {"StateMachineArn": {"Ref": "Machine"}},
        },
        Live={
            "Type": "AWS::StepFunctions::StateMachineAlias",
            "Properties": {"RoutingConfiguration": [{"StateMachineVersionArn": {"Ref": "Version"}, "Weight": 100}]},
        },
        Rule={"Type": "AWS::Events::Rule", "Properties": {"Target": reference}, "DependsOn": ["Live", "Machine"]},
    )

    rule = fit_to_emulator(template, python="/python").template["Resources"]["Rule"]

    assert rule["Properties"]["Target"] == stand_in


def test_what_refers_to_something_left_out_is_left_out_and_said() -> None:
    template = _with(
        Page={"Type": "AWS::CloudWatch::CompositeAlarm", "Properties": {}},
        Screen={"Type": "AWS::CloudWatch::Dashboard", "Properties": {"DashboardBody": {"Fn::Sub": "${Page.Arn}"}}},
        Later={"Type": "AWS::SNS::Topic", "DependsOn": "Page", "Properties": {}},
    )

    fitted = fit_to_emulator(template, python="/python")

    assert list(fitted.template["Resources"]) == ["Later"]
    assert "DependsOn" not in fitted.template["Resources"]["Later"]
    assert [str(change) for change in fitted.changes] == [
        "Page: AWS::CloudWatch::CompositeAlarm left out; the emulator has no composite alarms",
        "Screen: left out; it refers to Page, which is left out",
    ]


def test_a_policy_loses_only_the_statement_that_refuses_plain_http(sample: Template) -> None:
    policy = fit_to_emulator(sample, python="/python").template["Resources"]["AlertsPolicy"]["Properties"]

    assert [statement["Sid"] for statement in policy["PolicyDocument"]["Statement"]] == ["Owner"]


def test_subscriptions_are_allowed_and_the_machine_may_publish_as_the_account() -> None:
    only_the_machine = {"ArnNotEquals": {"aws:PrincipalArn": [{"Fn::GetAtt": ["Role", "Arn"]}]}}
    template = _with(
        Role={"Type": "AWS::IAM::Role", "Properties": {}},
        Machine={
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {"RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}},
        },
        Policy={
            "Type": "AWS::SNS::TopicPolicy",
            "Properties": {
                "PolicyDocument": {
                    "Statement": [
                        {"Effect": "Deny", "Action": "sns:Subscribe", "Condition": {}},
                        {"Effect": "Deny", "Action": "sns:Publish", "Condition": only_the_machine},
                    ]
                }
            },
        },
    )

    fitted = fit_to_emulator(template, python="/python")

    (statement,) = fitted.template["Resources"]["Policy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Condition"]["ArnNotEquals"]["aws:PrincipalArn"] == [
        {"Fn::GetAtt": ["Role", "Arn"]},
        {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"},
    ]
    assert [change.what for change in fitted.changes] == [
        "the statement that refuses subscriptions left out",
        "the account admitted beside the machine's role",
    ]


def test_a_publisher_that_is_no_machine_is_not_joined_by_the_account() -> None:
    condition = {"ArnNotEquals": {"aws:PrincipalArn": [{"Fn::GetAtt": ["Function", "Arn"]}]}}
    statement = {"Effect": "Deny", "Action": "sns:Publish", "Condition": condition}
    template = _with(
        Policy={"Type": "AWS::SNS::TopicPolicy", "Properties": {"PolicyDocument": {"Statement": [statement]}}}
    )

    assert fit_to_emulator(template, python="/python").changes == ()


def test_a_policy_of_nothing_else_is_left_out(sample: Template) -> None:
    assert "ParkingPolicy" not in fit_to_emulator(sample, python="/python").template["Resources"]


@pytest.mark.parametrize(
    ("reference", "spelled"),
    [
        ({"Ref": "Key"}, {"Fn::GetAtt": ["Key", "Id"]}),
        ({"Fn::Sub": "${Key}*"}, {"Fn::Sub": "${Key.Id}*"}),
        (
            {"Fn::Sub": ["${Key}-${a}", {"a": {"Ref": "Key"}}]},
            {"Fn::Sub": ["${Key.Id}-${a}", {"a": {"Fn::GetAtt": ["Key", "Id"]}}]},
        ),
        ({"Fn::GetAtt": ["Key", "Id"]}, {"Fn::GetAtt": ["Key", "Id"]}),
    ],
)
def test_a_secret_is_referred_to_by_its_arn_as_on_aws(reference: Any, spelled: Any) -> None:
    template = _with(
        Key={"Type": "AWS::SecretsManager::Secret", "Properties": {}},
        Policy={"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Resource": reference}},
    )

    policy = fit_to_emulator(template, python="/python").template["Resources"]["Policy"]

    assert policy["Properties"]["Resource"] == spelled


def test_a_public_parameter_is_taken_as_a_string_and_an_own_one_is_not() -> None:
    template = {
        "Parameters": {
            "Layer": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/aws/service/powertools/latest"},
            "Own": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/mine"},
        },
        "Resources": {},
    }

    parameters = fit_to_emulator(template, python="/python").template["Parameters"]

    assert parameters["Layer"]["Type"] == "String"
    assert parameters["Own"]["Type"] == "AWS::SSM::Parameter::Value<String>"


def test_what_the_emulator_takes_and_ignores_is_said_once_for_each_type(sample: Template) -> None:
    told = [str(change) for change in fit_to_emulator(sample, python="/python").changes if "ignored" in change.what]

    assert told == [
        "AWS::DynamoDB::Table: PointInTimeRecoverySpecification of 1 ignored; there are no backups",
        "AWS::DynamoDB::Table: SSESpecification of 1 ignored; rows are not encrypted",
        "AWS::SNS::Topic: KmsMasterKeyId of 1 ignored; messages are not encrypted",
        "AWS::StepFunctions::StateMachine: LoggingConfiguration of 1 ignored; no log of executions is written",
        "AWS::StepFunctions::StateMachine: TracingConfiguration of 1 ignored; nothing is traced",
    ]


def test_an_alarm_on_metric_math_is_left_out_and_a_plain_one_is_not() -> None:
    template = _with(
        Ratio={"Type": "AWS::CloudWatch::Alarm", "Properties": {"Metrics": []}},
        Failed={"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "ExecutionsFailed"}},
    )

    assert list(fit_to_emulator(template, python="/python").template["Resources"]) == ["Failed"]


def test_a_zip_made_for_this_machine_runs_from_a_bucket_that_nobody_has_to_name() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("lambdas/shop/charge.py", "def pay(event, context):\n    return 1\n")
    template = _with(
        Charge={
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.13",
                "Handler": "lambdas.shop.charge.pay",
                "Code": {"S3Bucket": {"Ref": "CodeBucket"}, "S3Key": "functions/1.zip"},
            },
        }
    )
    template["Parameters"] = {"CodeBucket": {"Type": "String"}}

    fitted = fit_to_emulator(template, python="/a b/python", zips={"functions/1.zip": made.getvalue()})
    as_it_is = fit_to_emulator(template, python="/a b/python")

    charge = fitted.template["Resources"]["Charge"]["Properties"]
    code = zipfile.ZipFile(io.BytesIO(fitted.code[charge["Code"]["S3Key"]]))
    assert (charge["Runtime"], charge["Handler"]) == ("provided.al2023", "lambdas.shop.charge.pay")
    assert code.namelist() == ["lambdas/shop/charge.py", "bootstrap"]
    assert code.read("bootstrap").decode().endswith(" --alone\n")
    assert code.getinfo("bootstrap").external_attr >> 16 == 0o755
    assert fitted.template["Parameters"] == {}
    assert as_it_is.template == template
    assert as_it_is.code == {}

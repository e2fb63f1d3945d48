"""Who is told of what: once, and where it can be heard."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from workflow_dsl.program import Program
from workflow_dsl.stack import Template, build_template

Code = Callable[[Program], Mapping[str, str]]
COMPOSITE = "CloudWatchCompositeAlarmOrders"


@pytest.fixture
def template(program: Program, code: Code) -> Template:
    return build_template(program, code(program))


def alarm_widgets(template: Template) -> dict[str, list[str]]:
    """The alarms that the dashboard shows, by the title over them."""
    text = template.resources["CloudWatchDashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    widgets: list[dict[str, Any]] = json.loads(text)["widgets"]
    return {each["properties"]["title"]: each["properties"]["alarms"] for each in widgets if each["type"] == "alarm"}


def test_each_trouble_is_told_once_by_the_alarm_on_it(template: Template) -> None:
    told = {
        logical_id: each["Properties"].get("AlarmActions")
        for logical_id, each in template.resources.items()
        if each["Type"] in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
    }

    assert told.pop(COMPOSITE) is None
    assert len(told) > 10
    assert set(map(str, told.values())) == {"[{'Ref': 'SNSTopicAlerts'}]"}


def test_the_alarm_for_a_pager_says_what_it_is_for(template: Template) -> None:
    properties = template.resources[COMPOSITE]["Properties"]

    assert properties["AlarmDescription"] == "Somebody is needed; told by the alarms that it names"
    assert "ALARM(${CloudWatchAlarmAlertsFailed})" in properties["AlarmRule"]["Fn::Sub"]


def test_alerts_that_cannot_be_delivered_are_shown_where_no_alert_is_needed(template: Template) -> None:
    """The alarm on them is sent as an alert itself."""
    widgets = alarm_widgets(template)

    assert widgets["Alerts that were not delivered: you may read it only here"] == [
        "${CloudWatchAlarmAlertsFailed.Arn}"
    ]
    assert "${CloudWatchAlarmAlertsFailed.Arn}" in widgets["Alarms"]
    alarm = template.resources["CloudWatchAlarmAlertsFailed"]["Properties"]
    assert alarm["Dimensions"] == [{"Name": "TopicName", "Value": {"Fn::GetAtt": ["SNSTopicAlerts", "TopicName"]}}]


def test_without_a_topic_for_alerts_the_dashboard_shows_the_alarms_only(program: Program, code: Code) -> None:
    silent = replace(program, alerts=None)

    assert list(alarm_widgets(build_template(silent, code(silent)))) == ["Alarms"]

"""What people read when an alarm of the payments' stack goes off."""

import re
from pathlib import Path

from workflow_dsl.deploy import read_template

ROOT = Path(__file__).parents[2]
RESOURCES = read_template((ROOT / "infra/payments/template.yaml").read_text("utf-8"))["Resources"]


def test_the_manual_has_an_answer_to_every_alarm() -> None:
    alarms = {
        name.removeprefix("CloudWatchAlarm")
        for name, resource in RESOURCES.items()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
    }
    section = (ROOT / "docs/how-to.md").read_text("utf-8").partition("## Answer an alarm")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert alarms
    assert sorted(alarms) == sorted(name for row in rows for name in re.findall(r"`(\w+)`", row))


def test_an_alarm_says_how_long_is_too_long() -> None:
    told = [
        RESOURCES[f"CloudWatchAlarm{name}"]["Properties"]["AlarmDescription"]
        for name in ("OldestPending", "ParkedPaymentsAge")
    ]
    assert told == [
        "Oldest pending: more than 7,200,000 milliseconds in five minutes",
        "Parked payments age: more than 86,400 seconds in five minutes",
    ]

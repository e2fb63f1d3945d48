"""The manual says what to do about each alarm of the payments' stack."""

import re
from pathlib import Path

from workflow_dsl.deploy import read_template

ROOT = Path(__file__).parents[2]


def test_the_manual_has_an_answer_to_every_alarm() -> None:
    resources = read_template((ROOT / "infra/payments/template.yaml").read_text("utf-8"))["Resources"]
    alarms = {
        name.removeprefix("CloudWatchAlarm")
        for name, resource in resources.items()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
    }
    section = (ROOT / "docs/how-to.md").read_text("utf-8").partition("## Answer an alarm")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert alarms
    assert sorted(alarms) == sorted(name for row in rows for name in re.findall(r"`(\w+)`", row))

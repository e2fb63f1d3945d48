"""What the page says that the stack costs is counted from the stack, and adds up."""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from workflow_dsl.deploy import read_template

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/cost.md").read_text(encoding="utf-8")
BY_THE_MONTH = ("alarms", "metrics of the functions", "secret", "dashboard", "encryption key")
"""What costs the same however many payments there are."""


def rows() -> dict[str, list[str]]:
    """The rows of the table by what they are about: how much of it, the price, the sum and the page."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:1] == "|"]
    return {cells[0].strip("* "): cells[1:] for cells in lines[2:]}


def resources() -> dict[str, dict[str, Any]]:
    """The resources of the payment stack."""
    template = read_template((ROOT / "infra/payments/template.yaml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, Any]] = template["Resources"]
    return found


def numbers(text: str) -> list[Decimal]:
    """The numbers in a cell, also those that are words."""
    return [Decimal(each.replace(",", "")) for each in re.findall(r"\d[\d,]*(?:\.\d+)?", text.replace("one", "1"))]


def test_what_is_counted_is_in_the_template() -> None:
    kinds = Counter(each["Type"] for each in resources().values())

    assert numbers(rows()["alarms"][0]) == [kinds["AWS::CloudWatch::Alarm"], kinds["AWS::CloudWatch::CompositeAlarm"]]
    assert numbers(rows()["encryption key"][0]) == [kinds["AWS::KMS::Key"]]
    assert numbers(rows()["secret"][0]) == [kinds["AWS::SecretsManager::Secret"]]
    assert numbers(rows()["dashboard"][0]) == [kinds["AWS::CloudWatch::Dashboard"]]


def test_every_metric_of_the_functions_is_paid_for() -> None:
    body = json.loads(resources()["CloudWatchDashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])
    names: set[str] = set()
    for widget in body["widgets"]:
        lines = widget["properties"].get("metrics", [])
        if lines and lines[0][0] == "PaymentWorkflow":
            names |= {line[1] for line in lines}
        names |= set(re.findall(r"MetricName=\W+(\w+)", json.dumps(lines)))

    assert numbers(rows()["metrics of the functions"][0])[0] == len(names)


def test_metrics_that_cost_are_of_the_functions_alone() -> None:
    """Detailed metrics of an API are paid for one by one, and say nothing more where the API has one method."""
    stages = [each["Properties"] for each in resources().values() if each["Type"] == "AWS::ApiGateway::Stage"]

    assert len(stages) == 1
    assert not any(setting.get("MetricsEnabled") for setting in stages[0]["MethodSettings"])


def test_a_sum_is_the_number_times_the_price() -> None:
    for name in BY_THE_MONTH:
        amount, price, total, _ = rows()[name]
        pairs = zip(numbers(amount), numbers(price), strict=False)
        assert sum((count * each for count, each in pairs), Decimal(0)) == Decimal(total), name


def test_the_whole_is_the_sum_of_the_rows() -> None:
    table = rows()
    whole = table.pop("all")
    total = sum((Decimal(cells[2]) for cells in table.values()), Decimal(0))

    assert numbers(whole[2]) == [round(total)]
    assert f"about {round(total)} dollars" in (ROOT / "README.md").read_text(encoding="utf-8")

"""The fixture that users' own tests get."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DEFINITION = """
from datetime import timedelta

from pydantic import BaseModel

from workflow_dsl import LambdaFunction, LambdaTask, Retry, Succeed, Table, Workflow, errors


class Order(BaseModel):
    order_id: str


rows = Table("Orders", key="orderId")
keep_order = LambdaFunction(
    "KeepOrder",
    handler="lambdas.shop.keep.handler",
    input=Order,
    output=Order,
    environment={"TABLE": rows},
    grants=[rows.grant("dynamodb:UpdateItem")],
)
workflow = Workflow("Shop", input=Order)
keep = LambdaTask(
    "Keep", keep_order, payload=workflow.input, retry=[Retry(errors.ALL, max_attempts=4)], timeout=timedelta(seconds=40)
)
workflow.steps = [keep, Succeed("Done")]
""".replace("TIMEOUT", "timedelta(seconds=40)").replace(
    "from pydantic", "from datetime import timedelta\n\nfrom pydantic", 1
)
HANDLER = """
import os
from typing import Any

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    key = {"orderId": event["order_id"]}
    names, values = {"#count": "count"}, {":one": 1}
    table.update_item(
        Key=key, UpdateExpression="UPDATE", ExpressionAttributeNames=names, ExpressionAttributeValues=values
    )
    return event
"""
CHAOS = """
from workflow_dsl.testing.chaos import ChaosSetup, Invariant


def kept_once(outcome):
    for row in outcome.rows["DynamoDBTableOrders"]:
        if row["count"] != 1:
            yield f"kept {row['count']} times"


chaos = ChaosSetup(
    new_input=lambda seed, number: {"order_id": f"order-{number:06d}"},
    key=lambda given: given["order_id"],
    invariants=[Invariant("S1", "an order is kept once", kept_once)],
)
"""
TEST = """
def test_an_order_is_kept_once(chaos):
    report = chaos("shop", seed=1, work=10)
    assert report.points == 4
    assert report.holds, sorted({failure.violation.problem for failure in report.failures})
"""

# Packages, and not namespaces: those of this checkout have the same names.
PACKAGES = [f"{folder}/__init__.py" for folder in ("definitions", "definitions/shop", "lambdas", "lambdas/shop")]


def project(folder: Path, update: str) -> Path:
    files = {
        "definitions/shop/workflow.py": DEFINITION,
        "definitions/shop/chaos.py": CHAOS,
        "lambdas/shop/keep.py": HANDLER.replace("UPDATE", update),
        "tests/test_shop.py": TEST,
        "pyproject.toml": "",
        **dict.fromkeys(PACKAGES, ""),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.emulator
@pytest.mark.proof
@pytest.mark.parametrize(
    ("update", "code"), [("SET #count = :one", 0), ("ADD #count :one", 1)], ids=["once", "each time"]
)
def test_the_fixture_breaks_a_users_workflow_and_sees_whether_it_holds(
    tmp_path: Path, root: Path, update: str, code: int
) -> None:
    """A handler that sets a count survives crashes; one that adds to it does not, and the test of the user says so."""
    folder = project(tmp_path, update)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "workflow_dsl.testing.plugin", "-p", "no:cacheprovider"]
    environment = {"PYTHONPATH": f"{folder}:{root}", "PATH": "/usr/bin:/bin", "HOME": str(folder)}

    done = subprocess.run(
        [*command, "tests"], cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False
    )

    assert done.returncode == code, done.stdout + done.stderr
    assert ("kept 2 times" in done.stdout) == bool(code)

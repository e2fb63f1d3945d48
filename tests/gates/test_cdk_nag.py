"""The gate of cdk-nag: AWS Solutions, HIPAA, NIST 800-53 (revisions 4 and 5), PCI DSS 3.2.1 and Serverless."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.gates.conftest import NODE_MODULES, judge, reason_for
from workflow_dsl.deploy import read_template

pytestmark = pytest.mark.gates

SCRIPT = Path(__file__).with_name("cdk_nag.cjs")
PACKS = {"AwsSolutions", "HIPAA.Security", "NIST.800.53.R4", "NIST.800.53.R5", "PCI.DSS.321", "Serverless"}
WRONG = {
    "Queue": {"Type": "AWS::SQS::Queue"},
    "Function": {
        "Type": "AWS::Lambda::Function",
        "Properties": {"Runtime": "python3.9", "Handler": "index.handler", "Role": "r", "Code": {"ZipFile": "pass"}},
    },
    "Table": {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        },
    },
    "Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": "api", "StageName": "v1"}},
}


def test_cdk_nag_finds_nothing_in_the_templates(gated: dict[str, Path]) -> None:
    found = defaultdict(list)
    for workflow, report in zip(gated, cdk_nag(gated.values()), strict=True):
        for rule, resource, told in report["findings"]:
            found[reason_for("cdk-nag", rule)].append(f"{rule} {workflow} {resource}: {told}")

    judge("cdk-nag", found)


def test_cdk_nag_looks_at_every_resource_of_the_templates(gated: dict[str, Path]) -> None:
    resources = [len(read_template(file.read_text(encoding="utf-8"))["Resources"]) for file in gated.values()]

    assert [each["looked"] for each in cdk_nag(gated.values())] == resources


def test_every_pack_of_cdk_nag_finds_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "template.json"
    file.write_text(json.dumps({"Resources": WRONG}), encoding="utf-8")

    (report,) = cdk_nag([file])

    rules = {rule for rule, *_ in report["findings"]}
    assert {rule.partition("-")[0] for rule in rules} == PACKS
    assert {"AwsSolutions-SQS4", "AwsSolutions-DDB3", "AwsSolutions-APIG1", "Serverless-LambdaTracing"} <= rules


def cdk_nag(files: Iterable[Path]) -> list[dict[str, Any]]:
    """What cdk-nag says of each template: how many resources it looked at, and its findings."""
    node = shutil.which("node")
    if node is None or not (NODE_MODULES / "cdk-nag").exists():
        pytest.skip("cdk-nag runs on node and comes by npm, which are not installed")
    environment = {**os.environ, "NODE_PATH": str(NODE_MODULES)}
    run = subprocess.run([node, SCRIPT, *files], capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 0, run.stderr
    reports: list[dict[str, Any]] = json.loads(run.stdout)
    return reports

"""The gates on what the roles may do: cloudsplaining on its reach, parliament on whether IAM knows what is meant."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.gates.conftest import judge, reason_for, run_tool

pytestmark = pytest.mark.gates


def test_cloudsplaining_finds_nothing_in_the_policies(policies: Path) -> None:
    found = {}
    for policy in sorted(policies.glob("*.json")):
        run = run_tool("cloudsplaining", "scan-policy-file", "--input-file", policy)
        assert run.returncode == 0, run.stderr
        for issue in re.findall(r"Potential Issue found: (.*?)\x1b", run.stdout):
            found[issue] = [f"{policy.stem}: {run.stdout}"]

    judge("cloudsplaining", found)


def test_cloudsplaining_finds_what_is_wrong(tmp_path: Path) -> None:
    policy = _policy(tmp_path, {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"})

    assert "iam:PassRole" in run_tool("cloudsplaining", "scan-policy-file", "--input-file", policy).stdout


def test_parliament_finds_nothing_in_the_policies(policies: Path) -> None:
    found = defaultdict(list)
    for issue, action, where in parliament(policies):
        found[reason_for("parliament", f"{issue} {action}")].append(where)

    judge("parliament", found)


@pytest.mark.parametrize(
    ("action", "resource", "finding"),
    [
        ("dynamodb:GetItm", "*", "UNKNOWN_ACTION dynamodb:GetItm"),
        ("sqs:SendMessage", "arn:aws:sns:eu-central-1:111122223333:one", "RESOURCE_MISMATCH sqs:SendMessage"),
        ("sqs:SendMessage", "*", "RESOURCE_STAR sqs:SendMessage"),
    ],
)
def test_parliament_finds_what_is_wrong(tmp_path: Path, action: str, resource: str, finding: str) -> None:
    _policy(tmp_path, {"Effect": "Allow", "Action": action, "Resource": resource})

    assert finding in {f"{issue} {named}" for issue, named, _ in parliament(tmp_path)}


def parliament(folder: Path) -> list[tuple[str, str, str]]:
    """What is found in a folder of policies: the issue, the action and the file, once for each action."""
    run = run_tool("parliament", "--directory", folder, "--json", "--include-community-auditors")
    assert run.returncode in (0, 1), run.stderr
    findings = [json.loads(line) for line in run.stdout.splitlines()]
    return [
        (each["issue"], action, f"{Path(each['location']['filepath']).stem}: {each['detail']}")
        for each in findings
        for action in _actions(each)
    ]


def _actions(finding: dict[str, Any]) -> list[str]:
    if isinstance(finding["detail"], list):
        return sorted({each["action"] if isinstance(each, dict) else each for each in finding["detail"]})
    location = finding["location"]
    return [str(each) for each in location.get("actions", [location.get("string", "")])]


def _policy(folder: Path, statement: dict[str, str]) -> Path:
    file = folder / "policy.json"
    file.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}), encoding="utf-8")
    return file

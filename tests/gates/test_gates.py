"""The gates: others' rules on the code, on the code as it is deployed, and on the templates."""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.gates.conftest import NODE_MODULES, ROOT, TEMPLATES, allowed, judge, run_tool

pytestmark = pytest.mark.gates

WORKFLOWS = [file.parent.name for file in TEMPLATES]
GUARD = NODE_MODULES / "@cdklabs" / "cdk-validator-cfnguard"
UNREADABLE = (".gates.yaml", "requirements/*.txt", "tests/graph/golden/*", "tests/gates/package-lock.json", "*.svg")
"""What is allowed, and hashes of packages and fonts, in which every line looks like a key."""


def test_checkov_finds_nothing_in_the_templates(gated: dict[str, Path], tmp_path: Path) -> None:
    # checkov puts a file's path in the place of a Ref, and takes 40 letters in a row for a secret key (CKV_AWS_45):
    # under their full paths, what it finds would depend on the folder that holds the project.
    names = [Path(shutil.copy(file, tmp_path / f"{workflow}.yaml")).name for workflow, file in gated.items()]

    run = run_tool("checkov", "--config-file", ROOT / ".checkov.yaml", "--file", *names, folder=tmp_path)

    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"Passed checks: \d{3,}, Failed checks: 0", run.stdout)


def test_cfn_guard_finds_nothing_that_control_tower_asks_for(gated: dict[str, Path]) -> None:
    if not GUARD.exists():
        pytest.skip("cfn-guard comes by npm, which is not installed")
    (binary,) = GUARD.glob(f"bin/ubuntu/{platform.machine()}/cfn-guard")
    data = [part for file in gated.values() for part in ("--data", str(file))]
    rules = ["--rules", str(GUARD / "rules" / "control-tower" / "cfn-guard")]
    output = ["--structured", "--show-summary", "none", "--output-format", "json"]

    run = subprocess.run([binary, "validate", *rules, *data, *output], capture_output=True, text=True, check=False)

    found = defaultdict(set)
    for judged in json.loads(run.stdout):
        assert len(judged["compliant"]) > 10
        for each in judged["not_compliant"]:
            found[each["Rule"]["name"]].update(re.findall(r"/Resources/\w+", json.dumps(each)))
    judge("cfn-guard", found)


def test_bandit_finds_nothing_in_the_code_and_in_what_is_deployed(folded: Path) -> None:
    found = defaultdict(list)
    for folder, parts in ((ROOT, ("workflow_dsl", "definitions", "lambdas")), (folded, WORKFLOWS)):
        for each in _bandit(folder, *parts):
            code, here = each["test_id"], f"{each['test_id']} {each['filename']}"
            told = f"{each['filename']}:{each['line_number']}: {each['issue_text']}"
            found[here if here in allowed("bandit") else code].append(told)
    judge("bandit", found)


def _bandit(folder: Path, *parts: str) -> list[dict[str, Any]]:
    """What is found in folders below one, by their short names: bandit passes over whatever stands below a folder that
    is named like those of tools, as .tox, and that may be one above the project.
    """
    run = run_tool("bandit", "--quiet", "--format", "json", "--recursive", *parts, folder=folder)
    report = json.loads(run.stdout)
    assert report["errors"] == []
    looked = {Path(file) for file in report["metrics"]}
    assert {file.relative_to(folder) for part in parts for file in (folder / part).rglob("*.py")} <= looked
    found: list[dict[str, Any]] = report["results"]
    return found


def test_detect_secrets_finds_nothing_in_what_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True).stdout.split()
    files = [file for file in listed if not any(Path(file).match(pattern) for pattern in UNREADABLE)]

    run = run_tool("detect-secrets", "scan", "--no-verify", *files)

    lines = [
        f"{file}:{each['line_number']}: {_line(file, each['line_number'])}"
        for file, secrets in json.loads(run.stdout)["results"].items()
        for each in secrets
    ]
    found = defaultdict(list)
    for line in lines:
        found[next((pattern for pattern in allowed("detect-secrets") if re.search(pattern, line)), "secret")].append(
            line
        )
    judge("detect-secrets", found)


def test_detect_secrets_finds_a_key(tmp_path: Path) -> None:
    file = tmp_path / "settings.py"
    file.write_text('AWS = "' + "AKIA" + "IOSFODNN7EXAMPL2" + '"\n', encoding="utf-8")

    assert (
        "AWS Access Key"
        in run_tool("detect-secrets", "scan", "--no-verify", "--all-files", file.name, folder=tmp_path).stdout
    )


def _line(file: str, number: int) -> str:
    return (ROOT / file).read_text(encoding="utf-8").splitlines()[number - 1].strip()

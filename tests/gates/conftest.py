"""What looks at the project from outside: tools in an environment of their own, and what they are allowed to find."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from workflow_dsl.deploy import read_template

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "build" / "gates" / "bin"
TEMPLATES = sorted(ROOT.glob("infra/*/template.yaml"))


def run_tool(name: str, *arguments: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """One of the tools that `make gates` installs. Without it the gate has not looked, and fails."""
    tool = TOOLS / name
    assert tool.exists(), f"{name} is not installed; run make gates"
    return subprocess.run([tool, *arguments], capture_output=True, text=True, cwd=folder, check=False)


def allowed(gate: str) -> Mapping[str, str]:
    """What a gate may find, with the reason."""
    settings: dict[str, dict[str, str]] = yaml.safe_load((ROOT / ".gates.yaml").read_text(encoding="utf-8"))
    return settings[gate]


def judge(gate: str, found: Mapping[str, Iterable[str]]) -> None:
    """Fail for what was found and has no reason, and for a reason that nothing was found for."""
    reasons = allowed(gate)
    faults = [f"{code}: {where}" for code, places in found.items() if code not in reasons for where in places]
    assert faults == []
    assert set(reasons) - set(found) == set(), (
        "these suppressions are not needed any more; take them out of .gates.yaml"
    )


def templates() -> dict[str, dict[str, Any]]:
    """The committed templates by the names of their workflows, intrinsic functions in their long form."""
    return {file.parent.name: read_template(file.read_text(encoding="utf-8")) for file in TEMPLATES}


@pytest.fixture(scope="session")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the code of every function, as it is deployed."""
    folder = tmp_path_factory.mktemp("folded")
    for workflow, template in templates().items():
        for logical_id, resource in template["Resources"].items():
            if resource["Type"] == "AWS::Lambda::Function":
                file = folder / workflow / logical_id / "index.py"
                file.parent.mkdir(parents=True)
                file.write_text(resource["Properties"]["Code"]["ZipFile"], encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """For each template a policy with the statements of all its managed policies, every ARN resolved to one."""
    folder = tmp_path_factory.mktemp("policies")
    return [_written(folder / f"{workflow}.json", template) for workflow, template in templates().items()]


def _written(file: Path, template: Mapping[str, Any]) -> Path:
    resources = template["Resources"].values()
    documents = [
        each["Properties"]["PolicyDocument"] for each in resources if each["Type"] == "AWS::IAM::ManagedPolicy"
    ]
    statements = [_resolved(statement) for document in documents for statement in document["Statement"]]
    file.write_text(json.dumps({"Version": "2012-10-17", "Statement": statements}), encoding="utf-8")
    return file


def _resolved(statement: Mapping[str, Any]) -> dict[str, Any]:
    service = _listed(statement["Action"])[0].partition(":")[0]
    on = [
        each if isinstance(each, str) else f"arn:aws:{service}:eu-central-1:111122223333:one"
        for each in _listed(statement["Resource"])
    ]
    return {**statement, "Resource": on}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

"""What looks at the project from outside: tools in an environment of their own, and what they are allowed to find."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.gates.arns import allowed_statements
from tests.stack.conftest import code_of, make_program
from workflow_dsl.deploy import read_template
from workflow_dsl.stack import build_template, write_template

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "build" / "gates" / "bin"
NODE_MODULES = ROOT / "build" / "node-gates" / "node_modules"
TEMPLATES = sorted(ROOT.glob("infra/*/template.yaml"))


def run_tool(name: str, *arguments: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """One of the tools that `make gates` installs. Without it the gate has not looked, and fails."""
    tool = TOOLS / name
    assert tool.exists(), f"{name} is not installed; run make gates"
    return subprocess.run(
        [tool, *arguments], capture_output=True, text=True, cwd=folder, check=False, stdin=subprocess.DEVNULL
    )


def allowed(gate: str) -> Mapping[str, str]:
    """What a gate may find, with the reason."""
    settings: dict[str, dict[str, str]] = yaml.safe_load((ROOT / ".gates.yaml").read_text(encoding="utf-8"))
    return settings[gate]


def reason_for(gate: str, finding: str) -> str:
    """The suppression that takes in a finding, where suppressions are regular expressions; the finding without one."""
    return next((pattern for pattern in allowed(gate) if re.fullmatch(pattern, finding)), finding)


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
        write_code(template, folder / workflow)
    return folder


def write_code(template: Mapping[str, Any], folder: Path) -> None:
    """The code that stands in a template, a file for each function. What is in zips is looked at where it is written:
    in lambdas/.
    """
    folder.mkdir()
    for logical_id, resource in template["Resources"].items():
        source = resource.get("Properties", {}).get("Code", {}).get("ZipFile")
        if resource["Type"] == "AWS::Lambda::Function" and source is not None:
            file = folder / logical_id / "index.py"
            file.parent.mkdir()
            file.write_text(source, encoding="utf-8")


@pytest.fixture(scope="session")
def gated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of the committed templates, and of one of a stack with everything that a stack can hold."""
    program = make_program()
    everything = tmp_path_factory.mktemp("everything") / "template.yaml"
    everything.write_text(write_template(build_template(program, code_of(program))), encoding="utf-8")
    return {file.parent.name: file for file in TEMPLATES} | {"everything": everything}


@pytest.fixture(scope="session")
def policies(gated: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a policy for each of those templates: what all its managed policies allow, on ARNs."""
    folder = tmp_path_factory.mktemp("policies")
    for workflow, file in gated.items():
        statements = allowed_statements(read_template(file.read_text(encoding="utf-8")))
        document = {"Version": "2012-10-17", "Statement": statements}
        (folder / f"{workflow}.json").write_text(json.dumps(document), encoding="utf-8")
    return folder

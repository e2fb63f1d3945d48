"""What a command imports, it needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "aws_lambda_powertools",
    "awslambdaric",
    "boto3",
    "botocore",
    "jsonata",
    "ministack",
    "rich",
    "sagemaker",
    "sfnx",
}


TEMPLATE = ["compile", "payments", "--to", "template", "--output", "-"]


def modules_of(*arguments: str, **environment: str) -> set[str]:
    """Modules that a command imports."""
    command = [sys.executable, "-X", "importtime", "-m", "workflow_dsl", *arguments]
    environ = {**os.environ, **environment}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, env=environ)
    assert done.returncode == 0, done.stderr[-2000:]
    return set(re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["compile", "--check"]], ids=" ".join)
def test_compiling_needs_no_aws_sdk_no_emulator_and_no_terminal_library(arguments: list[str]) -> None:
    imported = {name.split(".")[0] for name in modules_of(*arguments)}
    assert "workflow_dsl" in imported
    assert imported & HEAVY == set()


@pytest.mark.parametrize(
    "unneeded",
    [
        "workflow_dsl.graph",
        "workflow_dsl.consequences",
        "workflow_dsl.decompiler",
        "workflow_dsl.asl.reading",
        "workflow_dsl.source.json_places",
        "workflow_dsl.source.yaml_places",
        "difflib",
        "gzip",
        "importlib.metadata",
        "importlib.resources",
        "tempfile",
        "yaml",
        "zipfile",
    ],
)
def test_a_template_alone_needs_no_picture_no_page_no_reader_and_no_list_of_what_is_installed(
    template_modules: set[str], unneeded: str
) -> None:
    assert "workflow_dsl.stack" in template_modules
    assert unneeded not in template_modules


def test_a_page_about_the_stack_needs_the_picture() -> None:
    assert {"workflow_dsl.graph", "workflow_dsl.consequences"} <= modules_of("compile", "payments", "--check")


def test_who_wants_plugins_of_pydantic_has_them() -> None:
    assert "importlib.metadata" in modules_of(*TEMPLATE, PYDANTIC_DISABLE_PLUGINS="")


@pytest.fixture(scope="module")
def template_modules() -> set[str]:
    return modules_of(*TEMPLATE)


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_who_asks_about_the_commands_does_not_wait_for_what_they_load(asked: str) -> None:
    assert modules_of(asked).isdisjoint({"pydantic", "workflow_dsl.dsl", "workflow_dsl.asl"})

"""What a command imports, it needs."""

from __future__ import annotations

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


def imported_by(*arguments: str) -> set[str]:
    """Top-level packages that a command imports."""
    command = [sys.executable, "-X", "importtime", "-m", "workflow_dsl", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return {name.split(".")[0] for name in re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE)}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["compile", "--check"]], ids=" ".join)
def test_compiling_needs_no_aws_sdk_no_emulator_and_no_terminal_library(arguments: list[str]) -> None:
    imported = imported_by(*arguments)
    assert "workflow_dsl" in imported
    assert imported & HEAVY == set()

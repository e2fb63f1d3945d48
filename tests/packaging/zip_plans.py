"""Plan the zip of a handler that a test writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workflow_dsl import LambdaFunction
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.packaging import Asset, lambda_platform, plan_asset

PLATFORM = lambda_platform("x86_64", "3.13")
HANDLER = "def handler(event, context):\n    return {}\n"


def plan(root: Path, **fields: Any) -> Asset:
    """The zip of a function whose handler is in lambdas/shop/main.py."""
    named = {"handler": "lambdas.shop.main.handler", "input": dict, "output": dict, "packaging": "zip"}
    return plan_asset(LambdaFunction("Price", **{**named, **fields}), root, PLATFORM)


def refused(root: Path, **fields: Any) -> list[str]:
    with pytest.raises(FindingsError) as caught:
        plan(root, **fields)
    return [f"{finding.code} {finding.message}; {finding.instead}" for finding in caught.value.findings]

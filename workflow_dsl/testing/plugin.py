"""For pytest: the fixture `chaos`, which breaks a definition of the project under test.

    def test_no_order_is_lost(chaos):
        report = chaos("shop", seed=7, work=60)
        assert report.holds, report.failures

In: the name of a definition with a `chaos.py`. Out: a report. Touches: emulators of its own.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def chaos(pytestconfig: pytest.Config) -> Callable[..., Any]:
    """Run chaos: `chaos(name, seed=0, work=60, concurrency=16)` returns a `workflow_dsl.testing.chaos.Report`."""

    def run(name: str, *, seed: int = 0, work: int = 60, concurrency: int = 16) -> Any:
        # Loaded only now: every pytest of whoever has this package installed loads the plugin.
        package = importlib.import_module("workflow_dsl.testing.chaos")
        target, setup, _ = package.load_chaos(name, pytestconfig.rootpath)
        return package.Chaos(target, setup, seed=seed, concurrency=concurrency).prove(work)

    return run

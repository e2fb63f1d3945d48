"""Load what a definition says about its chaos runs: `chaos.py` and `mutants.py` beside it."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workflow_dsl.pipeline.run import RunInputError, Target, load_target
from workflow_dsl.project import find_definitions
from workflow_dsl.testing.chaos.setup import ChaosSetup, Mutant


def load_chaos(name: str, current: Path) -> tuple[Target, ChaosSetup, Sequence[Mutant]]:
    """The compiled definition of this name, its `chaos`, and its `mutants` (none without the file).

    Raises TargetError, FindingsError, and RunInputError when it has no `chaos.py`.
    """
    target = load_target(name, current)
    (definition,) = find_definitions([name], current)
    package = definition.module.rpartition(".")[0]
    file = definition.file.with_name("chaos.py")
    if not file.is_file():
        raise RunInputError(f"{name} does not say what must hold; write a ChaosSetup named chaos in {file}")
    setup = _read(f"{package}.chaos", "chaos")
    mutants = _read(f"{package}.mutants", "mutants") if definition.file.with_name("mutants.py").is_file() else ()
    return target, setup, mutants


def _read(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(module), name)
    except Exception as error:
        raise RunInputError(f"{module}: {type(error).__name__}: {error}") from error

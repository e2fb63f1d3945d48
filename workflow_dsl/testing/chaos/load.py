"""Load what a definition says about its chaos runs: `chaos.py` and `mutants.py` beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workflow_dsl.pipeline.run import RunInputError, Target, load_target
from workflow_dsl.project import Definition, find_definitions, load_beside
from workflow_dsl.testing.chaos.setup import ChaosSetup, Mutant


def load_chaos(name: str, current: Path) -> tuple[Target, ChaosSetup, Sequence[Mutant]]:
    """The compiled definition of this name, its `chaos`, and its `mutants` (none without the file).

    Raises TargetError, FindingsError, and RunInputError when it has no `chaos.py`, or one that says something else.
    """
    target = load_target(name, current)
    (definition,) = find_definitions([name], current)
    setup = _read(definition, "chaos")
    if setup is None:
        file = definition.file.with_name("chaos.py").relative_to(definition.root)
        raise RunInputError(f"{name} does not say what must hold; write chaos = ChaosSetup(...) in {file}")
    mutants = _read(definition, "mutants") or ()
    if not isinstance(setup, ChaosSetup):
        raise RunInputError(_other(definition, "chaos", setup, "chaos = ChaosSetup(...)"))
    if not isinstance(mutants, list | tuple) or not all(isinstance(one, Mutant) for one in mutants):
        raise RunInputError(_other(definition, "mutants", mutants, "mutants = [Mutant(...), ...]"))
    return target, setup, mutants


def _read(definition: Definition, name: str) -> Any:
    """What the file of this name says under this name; None without the file, or where it says nothing."""
    file = definition.file.with_name(f"{name}.py")
    return getattr(load_beside(definition, file), name, None) if file.is_file() else None


def _other(definition: Definition, name: str, value: object, instead: str) -> str:
    file = definition.file.with_name(f"{name}.py").relative_to(definition.root)
    return f"{file}: {name} is a value of type {type(value).__name__}; write {instead}"

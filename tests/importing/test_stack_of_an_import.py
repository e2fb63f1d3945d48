"""An imported definition is one like any other: it compiles to a stack, with its parameters and least permissions."""

from __future__ import annotations

from pathlib import Path

from tests.decompiler.proving import run_text
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.permissions import derive_statements

ORDER = Path(__file__).parents[1] / "decompiler" / "golden" / "order.py"


def test_the_placeholders_of_a_definition_are_parameters_of_its_stack() -> None:
    template = run_text(ORDER.read_text("utf-8")).to_template()

    assert "  CheckStockFunction:\n    Type: String\n" in template
    assert "check_stock_function: !Ref CheckStockFunction" in template


def test_what_a_parameter_names_is_granted_by_its_value_and_an_activity_needs_no_permission() -> None:
    program = compile_workflow(run_text(ORDER.read_text("utf-8")))

    needed = [statement for role in derive_statements(program).values() for statement in role]
    invoked = [each for each in needed if "lambda:InvokeFunction" in each.actions]

    assert [str(each) for each in invoked if "${CheckStockFunction}" in str(each)]
    assert len(invoked) == 2
    assert not [each for each in needed if ":activity:" in str(each)]

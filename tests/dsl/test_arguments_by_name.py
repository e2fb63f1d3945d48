"""Declarations are written by name: only what a thing is called, and what it acts on, may stand without one."""

import pytest

import workflow_dsl
from workflow_dsl.declaration import Declaration
from workflow_dsl.diagnostics import FindingsError

DECLARATIONS = {
    name: found
    for name in workflow_dsl.__all__
    if isinstance(found := getattr(workflow_dsl, name), type) and issubclass(found, Declaration)
}
NAMED = {"name", "function", "resource", "table", "topic", "queue", "errors", "condition", "input_type"}
every = pytest.mark.parametrize("declaration", DECLARATIONS.values(), ids=DECLARATIONS)


def problems(declaration: type[Declaration], *values: object, **fields: object) -> list[str]:
    with pytest.raises(FindingsError) as raised:
        declaration(*values, **fields)
    return [finding.render() for finding in raised.value.findings]


@every
def test_no_other_argument_is_taken_without_its_name(declaration: type[Declaration]) -> None:
    assert len(declaration.positional) <= 2
    assert set(declaration.positional) <= NAMED
    assert any("without a name" in told for told in problems(declaration, "One", "two", "three"))


@every
def test_a_name_that_is_slightly_wrong_is_answered_with_the_right_one(declaration: type[Declaration]) -> None:
    longest = max(declaration.model_fields, key=len)
    right = declaration.model_fields[longest].alias or longest

    assert any(f"did you mean {right}?" in told for told in problems(declaration, **{right[:-1]: "x"}))

"""Names that a definition gets: Python's, and none that is taken."""

from __future__ import annotations

import pytest

import workflow_dsl
from tests.decompiler.proving import run_text, text_of
from workflow_dsl.decompiler.author import FRONT_DOOR
from workflow_dsl.decompiler.parameters import python_name


def test_no_step_gets_the_name_of_something_at_the_front_door() -> None:
    assert set(workflow_dsl.__all__) <= FRONT_DOOR, "add the new name to FRONT_DOOR"


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("ValidatePayment", "validate_payment"),
        ("Is it paid?", "is_it_paid"),
        ("HTTPServer v2", "http_server_v2"),
        ("2nd attempt", "step_2nd_attempt"),
        ("---", "step"),
        ("Größe prüfen", "größe_prüfen"),
        ("ﬁle", "file"),
    ],
)
def test_a_name_is_spelled_as_python_reads_it(wish: str, name: str) -> None:
    assert python_name(wish) == name


def test_errors_of_any_spelling_give_a_constant_its_name() -> None:
    catch = [{"ErrorEquals": [f"{word}A", f"{word}B"], "Next": "End"} for word in ("Order", "·", "ŉ", "-")]
    states = {
        "One": {"Type": "Task", "Resource": "arn", "Catch": catch, "Next": "Two"},
        "Two": {"Type": "Task", "Resource": "arn", "Catch": catch, "Next": "End"},
        "End": {"Type": "Succeed"},
    }

    text = text_of({"StartAt": "One", "States": states})

    assert 'ORDER_ERRORS = ["OrderA", "OrderB"]' in text
    assert run_text(text).steps


def test_a_name_that_is_taken_gets_an_underscore_or_a_number() -> None:
    states = {
        "pass": {"Type": "Pass", "Next": "Pass"},
        "Pass": {"Type": "Pass", "Next": "rule"},
        "rule": {"Type": "Pass", "End": True},
    }

    assert "workflow.steps = [pass_, pass_2, rule_]" in text_of({"StartAt": "pass", "States": states})

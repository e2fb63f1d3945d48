"""Findings: how they read, how they sort, what was meant."""

import os

import pytest

from workflow_dsl.diagnostics import Finding, FindingsError, Severity, suggest
from workflow_dsl.source import Place

DANGLING = Finding(
    "WF102",
    Severity.ERROR,
    'state "ProcessPayment" goes to "StoreTransacton", which no state is named',
    'did you mean "StoreTransaction"?',
    Place("/project/definitions/workflow.py", 41, 5),
)


def test_a_finding_says_place_code_severity_problem_and_what_to_write_instead() -> None:
    assert DANGLING.render("/project") == (
        'definitions/workflow.py:41:5: WF102 error: state "ProcessPayment" goes to "StoreTransacton", '
        'which no state is named; did you mean "StoreTransaction"?'
    )


def test_a_finding_without_a_place_begins_with_its_code() -> None:
    assert Finding("WF001", Severity.WARNING, "odd", "").render() == "WF001 warning: odd"


def test_a_place_is_shown_as_seen_from_the_current_folder() -> None:
    finding = Finding("WF001", Severity.INFO, "a", "b", Place(os.path.join(os.getcwd(), "flow.py"), 1, 2))
    assert finding.render() == "flow.py:1:2: WF001 info: a; b"


def test_findings_sort_by_place_then_code() -> None:
    def at(file: str, line: int, column: int, code: str) -> Finding:
        return Finding(code, Severity.ERROR, "m", "i", Place(file, line, column))

    ordered = [at("a", 2, 9, "WF3"), at("a", 10, 1, "WF1"), at("a", 10, 1, "WF2"), at("b", 1, 1, "WF1")]
    assert sorted([ordered[3], ordered[1], ordered[2], ordered[0]]) == ordered
    assert sorted([ordered[0], Finding("WF9", Severity.ERROR, "m", "i")])[0].place is None


def test_an_error_carries_all_findings_sorted_and_prints_them() -> None:
    earlier = Finding("WF101", Severity.ERROR, "first", "mend it", Place("a.py", 1, 1))
    with pytest.raises(FindingsError) as raised:
        raise FindingsError(DANGLING, earlier)
    assert raised.value.findings == (DANGLING, earlier)
    assert str(raised.value).splitlines()[1] == "a.py:1:1: WF101 error: first; mend it"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("StoreTransacton", "StoreTransaction"),
        ("storetransaction", "StoreTransaction"),
        ("Notify", "NotifyCustomer"),
        ("Zebra", None),
        ("", None),
    ],
)
def test_a_near_name_is_suggested_and_a_far_one_is_not(word: str, meant: str | None) -> None:
    assert suggest(word, ["NotifyCustomer", "StoreTransaction", "ProcessPayment"]) == meant


def test_the_suggestion_does_not_depend_on_the_order_of_the_candidates() -> None:
    names = ["StepA", "StepB", "StepC"]
    assert suggest("StepX", names) == suggest("StepX", reversed(names)) is not None

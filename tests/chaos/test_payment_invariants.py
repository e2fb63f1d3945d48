"""Each invariant of payments, on outcomes made by hand: it is silent on what is right, and speaks of what is wrong."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from definitions.payments.chaos import payment, reconcile
from definitions.payments.gateway_double import GatewayDouble, Request
from definitions.payments.gateway_double.ledger import Ledger
from definitions.payments.gateway_double.stripe_objects import make_intent
from definitions.payments.invariants import ALERTS, CARDS, CUSTOMERS, PARKED, TABLE, invariants
from workflow_dsl.pipeline.run import Message
from workflow_dsl.testing.chaos import CUT_OFF, Case, Execution, Outcome, RowChange, Whole, read_case
from workflow_dsl.testing.chaos.evidence import check_outcomes, check_whole

GIVEN = payment(1, 1)
KEY = str(GIVEN["paymentId"])
ARN = f"arn:aws:states:us-east-1:000000000000:execution:PaymentWorkflow:{KEY}"


class Gateway(GatewayDouble):
    """The double with a ledger that is written by hand, and without its server."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger: Ledger = self._api.ledger

    def charge(self, amount: int = GIVEN["amountMinor"]) -> str:
        """Put a charge of the payment into the ledger; its id."""
        form = {
            "amount": str(amount),
            "currency": GIVEN["currency"].lower(),
            "payment_method": "pm_card_visa",
            "confirm": "true",
            "metadata[paymentId]": KEY,
        }
        intent = make_intent(form, None)
        self.ledger.store(intent["id"], "", 200, {}, intent)
        return str(intent["id"])


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    double = Gateway()
    yield double
    double.ledger.close()


def row(status: str, **more: Any) -> dict[str, Any]:
    return {
        "paymentId": KEY,
        "status": status,
        "executionArn": ARN,
        "amountMinor": GIVEN["amountMinor"],
        "currency": GIVEN["currency"],
        "attempts": 1,
        "retries": 0,
        **more,
    }


def message(topic: str, **body: Any) -> Message:
    return Message(topic, "", json.dumps(body), {})


TOLD = message(CUSTOMERS, paymentId=KEY, outcome="COMPLETED")
ALERT = message(ALERTS, execution=ARN, paymentId=KEY)
IN_QUEUE = json.dumps({"parked": "payment", "execution": ARN})


def outcome(gateway: Gateway, status: str = "COMPLETED", *, execution: str = "SUCCEEDED", **more: Any) -> Outcome:
    """A payment with one execution, one charge when it is COMPLETED, and what belongs to it; `more` replaces it."""
    charge = {"chargeId": gateway.charge()} if status == "COMPLETED" else {}
    given: dict[str, Any] = {
        "executions": (Execution(ARN, GIVEN, execution),),
        "rows": {TABLE: [row(status, **charge)]},
        "messages": (TOLD,) if execution == "SUCCEEDED" else (ALERT,),
    }
    return Outcome(more.pop("case", Case()), KEY, GIVEN, gateway, **{**given, **more})


def broken(one: Outcome) -> set[str]:
    return {violation.invariant for violation in check_outcomes(invariants, [one])}


def test_a_payment_that_was_charged_recorded_and_told_breaks_nothing(gateway: Gateway) -> None:
    paid = outcome(gateway)
    assert broken(paid) == set()
    assert check_whole(invariants, Whole([paid], [("log", "claim")], gateway)) == []


def test_a_payment_that_was_declined_recorded_and_alerted_breaks_nothing(gateway: Gateway) -> None:
    assert broken(outcome(gateway, "DECLINED", execution="FAILED")) == set()


def test_a_payment_in_doubt_that_is_parked_and_alerted_breaks_nothing(gateway: Gateway) -> None:
    gateway.charge()
    doubtful = outcome(gateway, "UNKNOWN", execution="FAILED", queues={PARKED: [IN_QUEUE]})
    assert broken(doubtful) == set()
    assert check_whole(invariants, Whole([doubtful], [], gateway)) == []


def test_a_second_charge_breaks_i1(gateway: Gateway) -> None:
    paid = outcome(gateway)
    gateway.charge()
    assert "I1" in broken(paid)


@pytest.mark.parametrize("status", ["PENDING", "UNKNOWN", "DECLINED"])
def test_a_success_without_charge_or_record_breaks_i2(gateway: Gateway, status: str) -> None:
    assert "I2" in broken(outcome(gateway, status))


@pytest.mark.parametrize("change", [{"chargeId": "pi_other"}, {"amountMinor": 1}, {"currency": "KWD"}])
def test_a_record_that_differs_from_the_ledger_or_the_request_breaks_i3(
    gateway: Gateway, change: dict[str, Any]
) -> None:
    record = row("COMPLETED", chargeId=gateway.charge()) | change
    assert broken(outcome(gateway, "PENDING", rows={TABLE: [record]})) == {"I3"}


@pytest.mark.parametrize("rows", [[row("DECLINED")], [row("REJECTED")], []])
def test_a_charge_that_is_denied_or_forgotten_breaks_i4(gateway: Gateway, rows: Sequence[Any]) -> None:
    gateway.charge()
    found = outcome(gateway, "UNKNOWN", execution="FAILED", rows={TABLE: rows}, queues={PARKED: [IN_QUEUE]})
    assert "I4" in broken(found)


def test_a_charge_in_doubt_that_nobody_hears_of_or_that_is_not_parked_breaks_i5(gateway: Gateway) -> None:
    gateway.charge()
    assert "I5" in broken(outcome(gateway, "UNKNOWN", execution="FAILED"))
    unheard = outcome(gateway, "UNKNOWN", execution="FAILED", messages=(), queues={PARKED: [IN_QUEUE]})
    assert "I5" in broken(unheard)


def test_what_was_cut_off_is_the_reconcilers_to_find_and_alert(gateway: Gateway) -> None:
    gateway.charge()
    cut = (Execution(ARN, GIVEN, "FAILED", CUT_OFF),)
    assert broken(outcome(gateway, "PENDING", executions=cut, messages=())) == set()
    after = outcome(gateway, "UNKNOWN", executions=cut, messages=(), settled=True)
    assert "I5" in broken(after)
    messages = (ALERT, *told("UNKNOWN"))
    assert broken(outcome(gateway, "UNKNOWN", executions=cut, messages=messages, settled=True)) == set()


def test_what_does_not_end_or_stays_pending_breaks_i6(gateway: Gateway) -> None:
    assert "I6" in broken(outcome(gateway, "PENDING", execution="RUNNING", messages=()))
    assert "I6" in broken(outcome(gateway, "PENDING", execution="FAILED", settled=True))


def test_a_success_that_nobody_is_told_breaks_i7_unless_it_is_parked(gateway: Gateway) -> None:
    assert broken(outcome(gateway, messages=())) == {"I7"}


def test_a_success_whose_notification_is_parked_breaks_nothing(gateway: Gateway) -> None:
    kept = json.dumps({"parked": "notification", "paymentId": KEY, "execution": ARN})
    assert broken(outcome(gateway, messages=(), queues={PARKED: [kept]})) == set()


def test_a_customer_who_hears_of_a_doubt_that_the_row_does_not_have_breaks_i7(gateway: Gateway) -> None:
    """All answers of StoreTransaction were lost."""
    doubt = message(CUSTOMERS, paymentId=KEY, outcome="UNKNOWN")
    found = outcome(gateway, execution="FAILED", messages=(ALERT, doubt), queues={PARKED: [IN_QUEUE]})
    assert broken(found) == {"I7"}


def test_a_zombie_may_complete_a_row_after_its_customer_heard_of_the_doubt(gateway: Gateway) -> None:
    doubt = message(CUSTOMERS, paymentId=KEY, outcome="UNKNOWN")
    left = (Execution(ARN, GIVEN, "FAILED", "States.Timeout", trouble=("States.Timeout",)),)
    parked = {PARKED: [IN_QUEUE]}
    assert broken(outcome(gateway, executions=left, messages=(ALERT, doubt), queues=parked)) == set()


@pytest.mark.parametrize("status", ["COMPLETED", "DECLINED", "REJECTED", "UNKNOWN"])
def test_a_customer_who_was_not_told_what_the_row_says_after_all_is_settled_breaks_i13(
    gateway: Gateway, status: str
) -> None:
    cut = (Execution(ARN, GIVEN, "FAILED", CUT_OFF),)
    other = message(CUSTOMERS, paymentId=KEY, outcome="PENDING")
    last = message(CUSTOMERS, paymentId=KEY, outcome=status)
    for messages in ((), (other,)):
        assert "I13" not in broken(outcome(gateway, status, executions=cut, messages=messages))
        assert "I13" in broken(outcome(gateway, status, executions=cut, messages=messages, settled=True))
    assert "I13" not in broken(outcome(gateway, status, executions=cut, messages=(other, last), settled=True))


def told(*outcomes: str) -> tuple[Message, ...]:
    return tuple(message(CUSTOMERS, paymentId=KEY, outcome=one) for one in outcomes)


@pytest.mark.parametrize(
    ("status", "outcomes"),
    [
        # The execution could not record what the gateway refused, and the reconciler cannot settle it.
        ("UNKNOWN", ("DECLINED", "UNKNOWN")),
        ("PENDING", ("DECLINED",)),
        ("COMPLETED", ("REJECTED", "COMPLETED")),
        ("COMPLETED", ("COMPLETED", "UNKNOWN")),
        ("COMPLETED", ("UNKNOWN", "COMPLETED", "UNKNOWN")),
        ("DECLINED", ("COMPLETED", "DECLINED")),
    ],
)
def test_a_customer_who_is_told_two_things_that_contradict_breaks_i14(
    gateway: Gateway, status: str, outcomes: tuple[str, ...]
) -> None:
    for settled in (False, True):
        assert "I14" in broken(outcome(gateway, status, messages=told(*outcomes), settled=settled))


def test_a_rejection_of_which_there_is_no_row_breaks_i14(gateway: Gateway) -> None:
    assert "I14" in broken(outcome(gateway, execution="FAILED", rows={TABLE: []}, messages=told("REJECTED")))


@pytest.mark.parametrize(
    ("status", "outcomes"),
    [
        ("COMPLETED", ("UNKNOWN", "COMPLETED", "COMPLETED")),
        ("DECLINED", ("UNKNOWN", "DECLINED")),
        # The row was completed by a zombie meanwhile; the reconciler tells it.
        ("COMPLETED", ("UNKNOWN",)),
        ("PENDING", ()),
    ],
)
def test_a_doubt_that_comes_to_an_end_and_what_is_told_twice_do_not_break_i14(
    gateway: Gateway, status: str, outcomes: tuple[str, ...]
) -> None:
    assert "I14" not in broken(outcome(gateway, status, messages=told(*outcomes)))


@pytest.mark.parametrize(
    ("case", "error", "right", "wrong"),
    [
        ("outside:declined", "PaymentDeclined", "expected", "urgent"),
        ("outside:refused", "GatewayRefused", "urgent", "expected"),
        ("nothing", "States.Timeout", "urgent", "expected"),
        ("beside:invalid", "PaymentAlreadyFailed", "expected", "urgent"),
    ],
)
def test_an_alert_that_is_urgent_for_nothing_or_is_not_when_it_should_be_breaks_r14(
    gateway: Gateway, case: str, error: str, right: str, wrong: str
) -> None:
    def alerted(severity: str) -> set[str]:
        alert = message(ALERTS, execution=ARN, paymentId=KEY, error=error, severity=severity)
        given = outcome(gateway, "DECLINED", execution="FAILED", case=read_case(case), messages=(alert,))
        return broken(given) & {"R14"}

    assert (alerted(right), alerted(wrong)) == (set(), {"R14"})


def test_what_the_gateway_refuses_and_is_called_a_decline_breaks_r14(gateway: Gateway) -> None:
    alert = message(ALERTS, execution=ARN, paymentId=KEY, error="PaymentDeclined", severity="expected")
    case = read_case("outside:refused duplicates:3")
    assert "R14" in broken(outcome(gateway, "DECLINED", execution="FAILED", case=case, messages=(alert,)))


def test_a_decline_that_came_too_late_may_be_asked_for_again(gateway: Gateway) -> None:
    request = Request("POST", "", KEY, "", 402)
    for _ in range(2):
        gateway.ledger.record_request(request)
    case, rows = read_case("outside:declined"), {TABLE: [row("DECLINED", attempts=2, retries=1)]}
    retried = (Execution(ARN, GIVEN, "FAILED", "PaymentDeclined", trouble=("PaymentDeclined", "PaymentDeclined")),)
    late = (Execution(ARN, GIVEN, "FAILED", "PaymentDeclined", trouble=("GatewayTimeout", "PaymentDeclined")),)
    assert broken(outcome(gateway, "DECLINED", execution="FAILED", case=case, rows=rows, executions=retried)) == {"R8"}
    assert broken(outcome(gateway, "DECLINED", execution="FAILED", case=case, rows=rows, executions=late)) == set()


def test_a_mark_without_a_message_breaks_i7(gateway: Gateway) -> None:
    record = row("UNKNOWN", notifiedAt="2026-01-01")
    assert "I7" in broken(outcome(gateway, "UNKNOWN", execution="FAILED", rows={TABLE: [record]}))


def test_money_in_the_ledger_that_no_record_accounts_for_breaks_i8(gateway: Gateway) -> None:
    paid = outcome(gateway)
    gateway.charge(7)
    assert {one.invariant for one in check_whole(invariants, Whole([paid], [], gateway))} == {"I8"}


@pytest.mark.parametrize("text", [CARDS[0], "4242 4242 4242 4242", "x4242-4242-4242-4242x"])
def test_a_card_number_in_any_text_breaks_i9(gateway: Gateway, text: str) -> None:
    assert {one.invariant for one in check_whole(invariants, Whole([], [("log", text)], gateway))} == {"I9"}


def test_an_execution_with_a_card_number_breaks_i9(gateway: Gateway) -> None:
    assert "I9" in broken(outcome(gateway, case=read_case("door:card")))


def test_another_payload_that_succeeds_breaks_i10(gateway: Gateway) -> None:
    other = Execution(f"{ARN}-2", GIVEN | {"amountMinor": 5}, "SUCCEEDED")
    assert broken(outcome(gateway, executions=(Execution(ARN, GIVEN, "SUCCEEDED"), other))) == {"I10"}


@pytest.mark.parametrize(
    ("was", "now"),
    [("COMPLETED", "PENDING"), ("COMPLETED", "UNKNOWN"), ("UNKNOWN", "PENDING"), ("DECLINED", "COMPLETED")],
)
def test_a_status_that_moves_backwards_breaks_i11(gateway: Gateway, was: str, now: str) -> None:
    assert broken(outcome(gateway, changes=(RowChange(TABLE, row(was), row(now)),))) == {"I11"}


def test_a_row_that_changes_hands_breaks_i11(gateway: Gateway) -> None:
    taken = RowChange(TABLE, row("PENDING"), row("PENDING", executionArn=f"{ARN}-2"))
    assert broken(outcome(gateway, changes=(taken,))) == {"I11"}


def test_a_row_that_is_made_and_moves_forward_breaks_nothing(gateway: Gateway) -> None:
    steps = [{}, row("PENDING"), row("UNKNOWN"), row("COMPLETED"), row("COMPLETED", notifiedAt="now")]
    changes = tuple(RowChange(TABLE, old, new) for old, new in itertools.pairwise(steps))
    assert broken(outcome(gateway, changes=changes)) == set()


@pytest.mark.parametrize("alerts", [(), (ALERT, ALERT)])
def test_a_failure_with_none_or_two_alerts_breaks_i12(gateway: Gateway, alerts: tuple[Message, ...]) -> None:
    assert broken(outcome(gateway, "REJECTED", execution="FAILED", messages=alerts)) == {"I12"}


def test_an_alert_about_a_success_breaks_i12(gateway: Gateway) -> None:
    assert broken(outcome(gateway, messages=(TOLD, ALERT))) == {"I12"}


def test_a_decline_that_is_not_recorded_as_one_or_not_asked_once_breaks_r8(gateway: Gateway) -> None:
    assert "R8" in broken(outcome(gateway, "UNKNOWN", execution="FAILED", case=read_case("outside:declined")))


@pytest.mark.parametrize("record", [row("UNKNOWN", retries=1), row("UNKNOWN", attempts=3, retries=1)])
def test_retries_that_are_not_the_attempts_after_the_first_break_r13(gateway: Gateway, record: dict[str, Any]) -> None:
    assert "R13" in broken(outcome(gateway, "UNKNOWN", execution="FAILED", rows={TABLE: [record]}))


def test_the_reconciler_runs_until_nothing_is_open_that_was_not_alerted_and_all_are_told() -> None:
    assert reconcile(0, {TABLE: []}) is not None
    assert reconcile(1, {TABLE: [row("COMPLETED"), row("UNKNOWN", alertedAt="now")]}) is None
    assert reconcile(1, {TABLE: [row("COMPLETED", untold="YES")]}) is not None
    first, second = (reconcile(number, {TABLE: [row("PENDING")]}) for number in (1, 2))
    assert first is not None
    assert second is not None
    assert first.key < second.key

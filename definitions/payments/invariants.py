"""What must hold for payments whatever breaks, asserted against the gateway's own ledger, not against what the workflow
says. The sentences are explained in docs/exactly-once.md.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from definitions.payments import resources
from definitions.payments.gateway_double import Charge, GatewayDouble
from workflow_dsl.testing.chaos import Invariant, Outcome, Whole

Json = dict[str, Any]
TABLE = resources.transactions.logical_id
CUSTOMERS = resources.customers.logical_id
ALERTS = resources.alerts.logical_id
PARKED = resources.parked.logical_id
CARDS = ("4242424242424242", "4000 0566 5566 5556", "5555-5555-5555-4444", "378282246310005")
LATE = {"GatewayTimeout", "Sandbox.Timedout", "States.Timeout"}
DEFINITE = (["outside:declined"], ["outside:refused"])
EXPECTED = {"PaymentDeclined", "PaymentInvalid", "PaymentAlreadyFailed"}
"""Errors that nobody at our end has to mend."""


def charges(outcome: Outcome) -> list[Charge]:
    """What the gateway's ledger says was charged for the payment."""
    gateway: GatewayDouble = outcome.double
    return gateway.charges_for(outcome.key)


def row(outcome: Outcome) -> Mapping[str, Any]:
    """The payment's row; empty when there is none."""
    return next((one for one in outcome.rows[TABLE] if one["paymentId"] == outcome.key), {})


def bodies(outcome: Outcome, topic: str) -> list[Json]:
    """The messages to a topic about the payment."""
    return [json.loads(message.body) for message in outcome.messages if message.topic == topic]


def parked(outcome: Outcome, kind: str) -> list[Json]:
    """What was parked about the payment: a `payment`, a `notification` or an `alert`."""
    found = [json.loads(body) for body in outcome.queues.get(PARKED, ())]
    return [body for body in found if body.get("parked") == kind]


def charged_once(outcome: Outcome) -> Iterable[str]:
    if len(found := charges(outcome)) > 1:
        yield f"charged {len(found)} times"


def success_is_true(outcome: Outcome) -> Iterable[str]:
    if any(one.status == "SUCCEEDED" for one in outcome.executions):
        if len(charges(outcome)) != 1:
            yield f"an execution succeeded, and there are {len(charges(outcome))} charges"
        if row(outcome).get("status") != "COMPLETED":
            yield f"an execution succeeded, and the row says {row(outcome).get('status')}"


def completed_is_charged(outcome: Outcome) -> Iterable[str]:
    record = row(outcome)
    if record.get("status") != "COMPLETED":
        return
    asked = next((one.given for one in outcome.executions if one.arn == record["executionArn"]), outcome.given)
    owed = (record["chargeId"], asked["amountMinor"], asked["currency"])
    if record["amountMinor"] != asked["amountMinor"] or record["currency"] != asked["currency"]:
        yield f"the row says {record['amountMinor']} {record['currency']}, the request {owed[1:]}"
    if owed not in [(charge.charge_id, charge.amount, charge.currency) for charge in charges(outcome)]:
        yield f"the row is COMPLETED with {owed}, and the ledger has {charges(outcome)}"


def charged_is_never_denied(outcome: Outcome) -> Iterable[str]:
    status = row(outcome).get("status", "absent")
    if charges(outcome) and status in ("DECLINED", "REJECTED", "absent"):
        yield f"charged, and the row is {status}"


def doubt_is_heard(outcome: Outcome) -> Iterable[str]:
    status = row(outcome).get("status", "absent")
    if not charges(outcome) or status == "COMPLETED":
        return
    cut_off = any(one.cut_off for one in outcome.executions)
    if cut_off and not outcome.settled:
        # No state of it runs any more; the reconciler is the one that finds it.
        return
    if not bodies(outcome, ALERTS) and not parked(outcome, "alert"):
        yield f"charged, {status}, and nobody was alerted"
    if not parked(outcome, "payment") and not cut_off:
        yield f"charged, {status}, and not parked"


def all_end(outcome: Outcome) -> Iterable[str]:
    for one in outcome.executions:
        if one.status not in ("SUCCEEDED", "FAILED"):
            yield f"an execution is {one.status} {one.cause}"
    if outcome.settled and row(outcome).get("status") == "PENDING":
        yield "the row is PENDING after the reconciler"


def completed_is_told(outcome: Outcome) -> Iterable[str]:
    record = row(outcome)
    told = [one["outcome"] for one in bodies(outcome, CUSTOMERS)]
    if "notifiedAt" in record and not told:
        yield "the row is marked as notified, and no notification left"
    owner = next((one for one in outcome.executions if one.arn == record.get("executionArn")), None)
    if record.get("status") != "COMPLETED" or "COMPLETED" in told or owner is None:
        return
    if owner.status == "SUCCEEDED" and not parked(outcome, "notification"):
        yield "an execution succeeded, and its notification neither left nor is parked"
    # A state that gave up waiting leaves a function behind that may write after the customer was told.
    if owner.status == "FAILED" and told and "States.Timeout" not in owner.trouble:
        yield f"the row is COMPLETED, and its customer was told {told}"


def all_are_told(outcome: Outcome) -> Iterable[str]:
    status = row(outcome).get("status")
    told = [one["outcome"] for one in bodies(outcome, CUSTOMERS)]
    if outcome.settled and status is not None and status not in told:
        yield f"the row is {status} after the reconciler, and its customer was told {told or 'nothing'}"


def told_once_for_all(outcome: Outcome) -> Iterable[str]:
    told = [one["outcome"] for one in bodies(outcome, CUSTOMERS)]
    status = row(outcome).get("status", "absent")
    final = [one for one in told if one != "UNKNOWN"]
    if set(final) - {status}:
        yield f"the customer was told {told}, and the row is {status}"
    if final and "UNKNOWN" in told[told.index(final[0]) :]:
        yield f"the customer was told of a doubt after an outcome: {told}"


def urgent_is_ours(outcome: Outcome) -> Iterable[str]:
    faults = set(map(str, outcome.case.faults))
    refused = "outside:refused" in faults and "outside:declined" not in faults
    for alert in bodies(outcome, ALERTS):
        error, severity = alert.get("error"), alert.get("severity", "urgent")
        theirs = error in EXPECTED and not (refused and error == "PaymentDeclined")
        if severity != ("expected" if theirs else "urgent"):
            yield f"an alert about {error} is {severity}"


def sums_agree(whole: Whole) -> Iterable[str]:
    gateway: GatewayDouble = whole.double
    ledger: Counter[str] = Counter()
    owed: Counter[str] = Counter()
    for charge in gateway.charges():
        ledger[charge.currency] += charge.amount
    for outcome in whole.outcomes:
        record = row(outcome)
        doubtful = charges(outcome) and (parked(outcome, "payment") or bodies(outcome, ALERTS))
        if record.get("status") == "COMPLETED" or doubtful:
            owed[record["currency"]] += record["amountMinor"]
    if ledger != owed:
        yield f"the ledger has {dict(ledger)}, the rows and what is parked {dict(owed)}"


def no_card_numbers(whole: Whole) -> Iterable[str]:
    numbers = {card.translate({32: None, 45: None}) for card in CARDS}
    for place, text in whole.texts:
        plain = text.translate({32: None, 45: None})
        yield from (f"a card number is in {place}" for number in numbers if number in plain)


def card_starts_nothing(outcome: Outcome) -> Iterable[str]:
    if outcome.case.door == "card" and outcome.executions:
        yield "an execution was started with a card number"


def other_payload_is_refused(outcome: Outcome) -> Iterable[str]:
    owner = next((one.given for one in outcome.executions if one.arn == row(outcome).get("executionArn")), None)
    for one in outcome.executions:
        if one.given != (owner or one.given) and one.status == "SUCCEEDED":
            yield "an execution with another payload than the owner's succeeded"


RANKS = {"COMPLETED": 2, "DECLINED": 2, "REJECTED": 2, "UNKNOWN": 1, "PENDING": 0}


def only_forward(outcome: Outcome) -> Iterable[str]:
    for change in outcome.changes:
        if not change.old:
            continue
        was, now = change.old["status"], change.new.get("status", "absent")
        if was != now and RANKS.get(now, -1) <= RANKS[was]:
            yield f"the row went from {was} to {now}"
        if change.old.get("executionArn") != change.new.get("executionArn"):
            yield f"the row went from one execution to another while it was {was}"


def one_alert_each(outcome: Outcome) -> Iterable[str]:
    heard = Counter(body.get("execution") for body in [*bodies(outcome, ALERTS), *parked(outcome, "alert")])
    for one in outcome.executions:
        wanted = 1 if one.status == "FAILED" else 0
        if heard[one.arn] != wanted and not one.cut_off:
            yield f"an execution {one.status} ({one.error}), with {heard[one.arn]} alerts"


def definite_answers_count(outcome: Outcome) -> Iterable[str]:
    gateway: GatewayDouble = outcome.double
    posts = [request for request in gateway.requests(outcome.key) if request.method == "POST"]
    if [str(fault) for fault in outcome.case.faults] in DEFINITE and not outcome.case.beside:
        if row(outcome).get("status") != "DECLINED":
            yield f"the gateway declined, and the row says {row(outcome).get('status')}"
        # On a machine that is too busy an answer can come too late, and is asked for again.
        late = any(LATE & set(one.trouble) for one in outcome.executions)
        if len(posts) != 1 and not late:
            yield f"a declined payment was asked for {len(posts)} times"


def attempts_are_counted(outcome: Outcome) -> Iterable[str]:
    gateway: GatewayDouble = outcome.double
    record, asked = row(outcome), gateway.requests_for(outcome.key)
    attempts = record.get("attempts", 0)
    if asked > attempts:
        yield f"the gateway was asked {asked} times, and {attempts} attempts are counted"
    if attempts and record["retries"] != attempts - 1:
        yield f"{attempts} attempts are counted, and {record['retries']} retries"


invariants = [
    Invariant("I1", "at most one charge for each paymentId", charged_once),
    Invariant("I2", "an execution that reports success has one charge and a COMPLETED row", success_is_true),
    Invariant("I3", "a COMPLETED row's charge is in the ledger, with the request's amount", completed_is_charged),
    Invariant("I4", "charged is never DECLINED, REJECTED or absent", charged_is_never_denied),
    Invariant("I5", "charged and not COMPLETED is alerted and parked", doubt_is_heard),
    Invariant("I6", "everything ends, and nothing stays PENDING", all_end),
    Invariant(
        "I7", "a customer whose payment is COMPLETED is told so, or the notification is parked", completed_is_told
    ),
    Invariant("I8", "the ledger's sum is that of COMPLETED and parked, by currency", check_whole=sums_agree),
    Invariant("I9", "no card number anywhere", card_starts_nothing, no_card_numbers),
    Invariant("I10", "another payload under the same id is refused", other_payload_is_refused),
    Invariant("I11", "a status never moves backwards, a row never changes hands", only_forward),
    Invariant("I12", "a failed execution has exactly one alert", one_alert_each),
    Invariant("I13", "once all is settled, each customer was told what the row says", all_are_told),
    Invariant("I14", "nobody is told an outcome that the row does not have, or a doubt after one", told_once_for_all),
    Invariant("R8", "a declined card costs one request and ends DECLINED", definite_answers_count),
    Invariant("R13", "attempts are counted before the gateway is asked", attempts_are_counted),
    Invariant("R14", "an alert is urgent unless a bank or a sender has to mend it", urgent_is_ours),
]

"""Starter: one execution for each paymentId, a clear answer for everybody else."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from lambdas.payments import starter

if TYPE_CHECKING:
    from tests.lambdas.conftest import Shop

DEFINITION = json.dumps({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": True}}})
STATES = boto3.client("stepfunctions")
OTHER = "arn:aws:states:eu-central-1:123456789012:execution:PaymentWorkflow:an-event"


@pytest.fixture
def machine(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    role = "arn:aws:iam::123456789012:role/machine"
    arn = STATES.create_state_machine(name="PaymentWorkflow", definition=DEFINITION, roleArn=role)["stateMachineArn"]
    monkeypatch.setenv("STATE_MACHINE_ARN", arn)
    yield arn
    for execution in executions(arn):
        STATES.stop_execution(executionArn=execution["executionArn"])


def executions(machine: str) -> list[Any]:
    return list(STATES.list_executions(stateMachineArn=machine)["executions"])


def post(shop: Shop, body: Any) -> tuple[int, dict[str, Any]]:
    """The status and the body of the answer to a POST with this body."""
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    answer = shop.start({"httpMethod": "POST", "path": "/payments", "body": text, "isBase64Encoded": False})
    assert answer["headers"]["Content-Type"] == "application/json"
    return answer["statusCode"], dict(json.loads(answer["body"]))


def test_a_payment_starts_the_execution_of_its_name(shop: Shop, machine: str) -> None:
    assert post(shop, shop.request()) == (202, {"paymentId": "pay-1", "status": "PENDING"})
    (execution,) = executions(machine)
    assert execution["name"] == "pay-1"
    given = STATES.describe_execution(executionArn=execution["executionArn"])["input"]
    assert json.loads(given) == shop.request()


def test_the_same_request_again_finds_the_same_execution(shop: Shop, machine: str) -> None:
    post(shop, shop.request())
    again = json.dumps(shop.request(), indent=4, sort_keys=True)
    assert post(shop, again) == (202, {"paymentId": "pay-1", "status": "PENDING"})
    assert len(executions(machine)) == 1


def post_and_stop(shop: Shop, machine: str) -> str:
    """The ARN of an execution that was started through the API, and ended; moto answers the same request as AWS does
    while it runs: as if it were new."""
    post(shop, shop.request())
    (execution,) = executions(machine)
    STATES.stop_execution(executionArn=execution["executionArn"])
    return str(execution["executionArn"])


@pytest.mark.parametrize("claimed", [True, False])
def test_a_payment_whose_execution_ended_without_a_record_is_in_doubt(shop: Shop, machine: str, claimed: bool) -> None:
    arn = post_and_stop(shop, machine)
    if claimed:
        shop.validate(owner=arn)
    assert post(shop, shop.request()) == (200, {"paymentId": "pay-1", "status": "UNKNOWN"})
    assert len(executions(machine)) == 1


@pytest.mark.parametrize("status", ["COMPLETED", "DECLINED", "REJECTED", "UNKNOWN"])
def test_a_request_that_comes_again_learns_what_the_customer_is_told_and_not_how_the_execution_ended(
    shop: Shop, machine: str, status: str
) -> None:
    """An execution that could not hear that it stored a payment has failed, and its customer has paid."""
    arn = post_and_stop(shop, machine)
    shop.validate(owner=arn)
    shop.store(status, owner=arn, chargeId="pi_1")
    shop.notify(owner=arn)

    (message,) = shop.messages()
    assert post(shop, shop.request()) == (200, {"paymentId": "pay-1", "status": message["outcome"]})


def test_a_payment_that_an_execution_of_another_name_made_is_known_by_its_content(shop: Shop, machine: str) -> None:
    """An event came first, under a name of its own."""
    post_and_stop(shop, machine)
    shop.validate(owner=OTHER)
    shop.store("COMPLETED", owner=OTHER, chargeId="pi_1")
    assert post(shop, shop.request()) == (200, {"paymentId": "pay-1", "status": "COMPLETED"})


def test_another_payment_that_an_execution_of_another_name_made_is_not_taken_for_this_one(
    shop: Shop, machine: str
) -> None:
    post_and_stop(shop, machine)
    shop.validate(shop.request(amountMinor=2000), owner=OTHER)
    shop.store("COMPLETED", owner=OTHER, chargeId="pi_1")
    status, answer = post(shop, shop.request())
    assert (status, answer["error"]) == (409, "PaymentConflict")


def test_a_rejection_by_its_own_execution_is_no_conflict(shop: Shop, machine: str) -> None:
    """Its row has no content to compare."""
    shop.store("REJECTED", owner=post_and_stop(shop, machine), errorReason="PaymentInvalid")
    assert post(shop, shop.request()) == (200, {"paymentId": "pay-1", "status": "REJECTED"})


def test_another_payment_under_a_known_id_is_refused(shop: Shop, machine: str) -> None:
    post(shop, shop.request())
    status, answer = post(shop, shop.request(amountMinor=2000))
    assert (status, answer["error"]) == (409, "PaymentConflict")
    assert len(executions(machine)) == 1


class RefusingStates:
    """Step Functions where every name is taken, as the emulator answers even the same request while it runs."""

    def __init__(self, content: str) -> None:
        self.exceptions = STATES.exceptions
        self.content = content
        self.asked: list[str] = []

    def start_execution(self, **_: Any) -> None:
        raise self.exceptions.ExecutionAlreadyExists({"Error": {"Code": "ExecutionAlreadyExists"}}, "StartExecution")

    def describe_execution(self, *, executionArn: str) -> dict[str, str]:  # noqa: N803 - as AWS spells it
        self.asked.append(executionArn)
        return {"input": self.content, "status": "RUNNING"}


@pytest.mark.parametrize("suffix", ["", ":live", ":7"])
def test_the_execution_is_found_whether_the_machine_is_named_by_version_or_alias(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    states = RefusingStates(json.dumps(shop.request()))
    monkeypatch.setattr(starter, "states", states)
    monkeypatch.setenv(
        "STATE_MACHINE_ARN", f"arn:aws:states:eu-central-1:123456789012:stateMachine:PaymentWorkflow{suffix}"
    )
    assert post(shop, shop.request()) == (202, {"paymentId": "pay-1", "status": "PENDING"})
    assert states.asked == ["arn:aws:states:eu-central-1:123456789012:execution:PaymentWorkflow:pay-1"]


@pytest.mark.parametrize("content", ["{}", "[]", '{"paymentId": "pay-1"}'])
def test_an_execution_that_somebody_else_gave_the_name_is_a_conflict(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setattr(starter, "states", RefusingStates(content))
    monkeypatch.setenv("STATE_MACHINE_ARN", "arn:aws:states:eu-central-1:123456789012:stateMachine:PaymentWorkflow")
    assert post(shop, shop.request())[0] == 409


def test_an_event_starts_an_execution(shop: Shop, machine: str) -> None:
    shop.start({"source": "shop.checkout", "detail-type": "PaymentRequested", "detail": shop.request()})
    assert [execution["name"] for execution in executions(machine)] == ["pay-1"]


def test_an_event_that_is_refused_is_logged_by_its_id_and_why_and_gets_into_no_dead_letter_queue(
    shop: Shop, machine: str, log: io.StringIO
) -> None:
    shop.start({"id": "event-1", "detail": shop.request()})
    assert shop.start({"id": "event-2", "detail": shop.request(amountMinor=1)})["statusCode"] == 409
    assert shop.start({"id": "event-3", "detail": shop.request(customerId="4111111111111111")})["statusCode"] == 400
    assert len(executions(machine)) == 1
    logged = [json.loads(line) for line in log.getvalue().splitlines()]
    fields = ("event_id", "status", "payment_id", "refusal")
    assert [tuple(entry.get(name) for name in fields) for entry in logged] == [
        ("event-1", 202, "pay-1", None),
        ("event-2", 409, "pay-1", "another payment was started under this paymentId"),
        ("event-3", 400, None, "card numbers are refused; send the gateway's token as paymentMethod"),
    ]
    assert "4111" not in log.getvalue()


def test_refused_events_are_counted_and_nothing_of_them_is(
    shop: Shop, machine: str, log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.start({"id": "event-1", "detail": shop.request()})
    shop.start({"id": "event-2", "detail": shop.request(amountMinor=1)})
    shop.start({"id": "event-3", "detail": shop.request(customerId="4111111111111111", paymentMethod="pm_no_one")})
    shop.start({"id": "event-4", "detail": None})

    printed = capsys.readouterr().out
    blobs = [json.loads(line) for line in printed.splitlines() if '"_aws"' in line]
    assert [blob["PaymentsRefused"] for blob in blobs] == [[0], [1], [1], [1]]
    assert [set(blob) for blob in blobs] == [{"_aws", "service", "PaymentsRefused"}] * 4
    assert "pay-1" not in printed
    for sent in ("4111", "pm_no_one", "pm_card", "customer-1"):
        assert sent not in printed + log.getvalue()


def test_a_refused_request_is_its_callers_and_not_counted(
    shop: Shop, machine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert post(shop, {})[0] == 400
    assert "PaymentsRefused" not in capsys.readouterr().out


def test_an_event_that_step_functions_cannot_take_now_raises_so_that_it_comes_again(
    shop: Shop, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_MACHINE_ARN", machine.replace("PaymentWorkflow", "Gone"))
    with pytest.raises(ClientError):
        shop.start({"detail": shop.request()})


PAYMENT = {
    "paymentId": "pay-1",
    "amountMinor": 1999,
    "currency": "EUR",
    "customerId": "customer-1",
    "paymentMethod": "pm_card_visa",
}


def raw(field: str, text: str) -> str:
    """The request with this text, which need not be JSON, as the value of a field."""
    others = {name: value for name, value in PAYMENT.items() if name != field}
    return json.dumps(others)[:-1] + f', "{field}": {text}}}'


CARD = "4111111111111111"
FIELDS = ("paymentId", "customerId", "paymentMethod")
HOSTILE: dict[str, Any] = {
    # not JSON, or not an object
    "no body": None,
    "empty body": "",
    "spaces": "   ",
    "not JSON": "payment",
    "XML": "<payment/>",
    "form": "paymentId=pay-1&amountMinor=1999",
    "cut off": json.dumps(PAYMENT)[:-1],
    "two objects": json.dumps(PAYMENT) * 2,
    "byte order mark": "\ufeff" + json.dumps(PAYMENT),
    "comment": "/* */" + json.dumps(PAYMENT),
    "single quotes": json.dumps(PAYMENT).replace('"', "'"),
    "trailing comma": json.dumps(PAYMENT)[:-1] + ",}",
    "null": "null",
    "list": json.dumps([PAYMENT]),
    "string": json.dumps(json.dumps(PAYMENT)),
    "number": "1999",
    "true": "true",
    "NaN": "NaN",
    "deep lists": "[" * 4000 + "]" * 4000,
    "deep objects": '{"a":' * 1300 + "1" + "}" * 1300,
    "deep value": raw("customerId", "[" * 3000 + "]" * 3000),
    "too large": json.dumps(PAYMENT | {"paymentId": "p" * 9000}),
    "a million spaces": " " * 1_000_000 + json.dumps(PAYMENT),
    # fields
    "empty object": {},
    "unknown field": PAYMENT | {"note": "hello"},
    "prototype": PAYMENT | {"__proto__": {"admin": True}},
    "status given": PAYMENT | {"status": "COMPLETED"},
    "execution given": PAYMENT | {"executionArn": "arn:aws:states"},
    "field twice": json.dumps(PAYMENT)[:-1] + ', "amountMinor": 1}',
    "field twice, escaped": json.dumps(PAYMENT)[:-1] + ', "amount\\u004dinor": 1}',
    "field twice inside": raw("customerId", '{"a": 1, "a": 2}'),
    "field in other case": PAYMENT | {"PaymentId": "pay-2"},
    "version of tomorrow": PAYMENT | {"contractVersion": 2},
    "version true": PAYMENT | {"contractVersion": True},
    **{f"without {field}": {name: value for name, value in PAYMENT.items() if name != field} for field in PAYMENT},
    **{f"{field} null": PAYMENT | {field: None} for field in PAYMENT},
    **{f"{field} an object": PAYMENT | {field: {"$ref": "#"}} for field in PAYMENT},
    **{f"{field} a list": PAYMENT | {field: [PAYMENT[field]]} for field in PAYMENT},
    # amounts
    "amount zero": raw("amountMinor", "0"),
    "amount minus zero": raw("amountMinor", "-0"),
    "amount negative": raw("amountMinor", "-1999"),
    "amount a float": raw("amountMinor", "19.99"),
    "amount a whole float": raw("amountMinor", "1999.0"),
    "amount with exponent": raw("amountMinor", "1e3"),
    "amount with negative exponent": raw("amountMinor", "199900e-2"),
    "amount with huge exponent": raw("amountMinor", "1e400"),
    "amount true": raw("amountMinor", "true"),
    "amount text": raw("amountMinor", '"1999"'),
    "amount NaN": raw("amountMinor", "NaN"),
    "amount infinite": raw("amountMinor", "Infinity"),
    "amount minus infinite": raw("amountMinor", "-Infinity"),
    "amount with leading zero": raw("amountMinor", "01999"),
    "amount with plus": raw("amountMinor", "+1999"),
    "amount hexadecimal": raw("amountMinor", "0x7cf"),
    "amount with underscore": raw("amountMinor", "1_999"),
    "amount too large": raw("amountMinor", "100000000"),
    "amount over 64 bits": raw("amountMinor", "18446744073709551616"),
    "amount of 5000 digits": raw("amountMinor", "9" * 5000),
    "amount of other digits": raw("amountMinor", "١٩٩٩"),
    # currencies
    **{
        f"currency {name}": PAYMENT | {"currency": value}
        for name, value in {
            "unknown": "XXX",
            "lower case": "eur",
            "symbol": "€",
            "too long": "EURO",
            "too short": "EU",
            "empty": "",
            "number": 978,
            "with space": "EUR ",
            "with newline": "EUR\n",
            "bitcoin": "BTC",
            "test code": "XTS",
            "two": "EUR USD",
            "look-alike": "\u0415UR",
            "list name": "0",
        }.items()
    },
    # ids
    **{
        f"{field} {name}": PAYMENT | {field: value}
        for field in FIELDS
        for name, value in {
            "empty": "",
            "of 81 characters": "p" * 81,
            "with space": "pay 1",
            "with newline": "pay-1\n",
            "with null": "pay-1\x00",
            "with slash": "pay/1",
            "with dots": "../pay-1",
            "with quote": "pay'1",
            "with injection": "x' OR metadata['a']:'b",
            "with template": "${jndi:ldap://x}",
            "with JSONata": "{% $states.input %}",
            "with umlaut": "zählung",
            "with emoji": "pay-💳",
            "with look-alike": "\u0440ay-1",
            "with zero width": "pay\u200b1",
            "with right to left": "pay\u202e1",
            "with full-width digits": "pay-\uff11",
            "lone surrogate": "pay-\ud800",
            "a number": 7,
            "true": True,
            "a card number": CARD,
            "a card number inside": f"pay-{CARD}-x",
            "a grouped card number": "4111-1111-1111-1111",
            "a card number with underscores": "3782_822463_10005",
            "a card number with spaces": "4111 1111 1111 1111",
        }.items()
    },
    # card numbers elsewhere
    "card number field": PAYMENT | {"cardNumber": CARD},
    "card number as a name": PAYMENT | {CARD: "x"},
    "card number nested": PAYMENT | {"card": {"number": CARD}},
    "card number as amount": raw("amountMinor", CARD),
    "card number as currency": PAYMENT | {"currency": CARD},
    "card number in a note": PAYMENT | {"note": f"please charge {CARD}"},
    "card number escaped": json.dumps(PAYMENT)[:-1] + ', "note": "\\u0034111111111111111"}',
}


def test_the_table_of_hostile_requests_is_long() -> None:
    assert len(HOSTILE) >= 150


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_request_is_refused_starts_nothing_and_is_not_logged(
    shop: Shop, machine: str, log: io.StringIO, body: Any
) -> None:
    status, answer = post(shop, body)

    assert (status, answer["error"]) == (400, "PaymentInvalid")
    assert 3 < len(answer["message"]) < 1000
    assert executions(machine) == []
    seen = json.dumps(answer) + log.getvalue()
    for secret in ("1111", "3782", "hello", "jndi", "OR metadata", "ppppp", "\\ud800", "999999999", "__proto__"):
        assert secret not in seen
    assert json.loads(log.getvalue().splitlines()[-1])["status"] == 400


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("payment", "the body is not JSON"),
        (" " * 9000, "the body is too large"),
        (json.dumps(PAYMENT)[:-1] + ', "amountMinor": 1}', "a field is given twice"),
        (PAYMENT | {"amountMinor": 19.99}, "amountMinor: Input should be a valid integer"),
        (PAYMENT | {"amountMinor": 0}, "amountMinor: Input should be greater than 0"),
        (PAYMENT | {"currency": "XXX"}, "currency: not one that can be charged"),
        (PAYMENT | {"customerId": CARD}, "card numbers are refused; send the gateway's token as paymentMethod"),
        (PAYMENT | {"note": "x"}, "unknown field"),
        ([PAYMENT], "payment: Input should be a valid dictionary or instance of PaymentRequest"),
        ({name: value for name, value in PAYMENT.items() if name != "currency"}, "currency: Field required"),
    ],
)
def test_a_refusal_says_what_is_wrong(shop: Shop, machine: str, body: Any, message: str) -> None:
    assert post(shop, body) == (400, {"error": "PaymentInvalid", "message": message})


@pytest.mark.parametrize("payment_id", ["p", "P" * 80, "pay_1-A", "0", "-", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"])
def test_ids_that_an_execution_can_be_named_after_are_accepted(shop: Shop, machine: str, payment_id: str) -> None:
    assert post(shop, shop.request(paymentId=payment_id))[0] == 202
    assert [execution["name"] for execution in executions(machine)] == [payment_id]


@pytest.mark.parametrize(("amount", "currency"), [(1, "EUR"), (99_999_999, "USD"), (500, "JPY"), (1230, "KWD")])
def test_amounts_are_whole_minor_units_of_their_currency(shop: Shop, machine: str, amount: int, currency: str) -> None:
    assert post(shop, shop.request(amountMinor=amount, currency=currency))[0] == 202

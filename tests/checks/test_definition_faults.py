"""Faults put into the payment workflow, one at a time: each is found by the rule meant for it, and by no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.checks.payment_machine import Fault, States, codes_of, codes_of_machine, good_machine, good_subject
from workflow_dsl.checks.engine import check_subject

NEW = {"Type": "Pass", "Next": "PaymentFailed"}
CAUGHT = {"caught": "{% $states.errorOutput %}"}
CHARGE = ("ProcessPayment",)


def put(*path: Any) -> Fault:
    """Writes the last of these where the others lead."""
    *way, last, value = path

    def fault(states: States) -> None:
        at: Any = states
        for step in way:
            at = at[step]
        at[last] = value

    return fault


def without(*path: Any) -> Fault:
    """Takes away what stands there."""
    *way, last = path

    def fault(states: States) -> None:
        at: Any = states
        for step in way:
            at = at[step]
        del at[last]

    return fault


def edit(change: Callable[[Any], Any], *path: Any) -> Fault:
    """Changes what stands there."""
    *way, last = path

    def fault(states: States) -> None:
        at: Any = states
        for step in way:
            at = at[step]
        at[last] = change(at[last])

    return fault


def renamed(old: str, new: str) -> Fault:
    """Gives a state another name, everywhere."""

    def fault(states: States) -> None:
        states[new] = states.pop(old)
        for state in states.values():
            for holder in (state, *state.get("Catch", ()), *state.get("Choices", ())):
                for key in ("Next", "Default"):
                    if holder.get(key) == old:
                        holder[key] = new

    return fault


def both(*faults: Fault) -> Fault:
    """One fault that takes several changes to make."""

    def fault(states: States) -> None:
        for each in faults:
            each(states)

    return fault


def first(value: Any) -> Fault:
    """Puts an entry before the catchers of ProcessPayment."""
    return edit(lambda entries: [value, *entries], "ProcessPayment", "Catch")


def final(name: str) -> Fault:
    """Gives an error of ProcessPayment a route of its own, and no further attempt."""
    never = {"ErrorEquals": [name], "MaxAttempts": 0}
    catcher = {"ErrorEquals": [name], "Assign": CAUGHT, "Next": "RecordUnknown"}
    return both(first(catcher), edit(lambda retriers: [never, *retriers], "ProcessPayment", "Retry"))


def payload(name: str, value: Any) -> Fault:
    """Writes a field of the payload of ProcessPayment."""
    return put("ProcessPayment", "Arguments", "Payload", name, value)


def condition(text: str) -> Fault:
    """Writes the condition of RouteDuplicate."""
    return put("RouteDuplicate", "Choices", 0, "Condition", "{% " + text + " %}")


def service(resource: str, arguments: Any) -> Fault:
    """Makes ParkAlert call another service."""
    return both(put("ParkAlert", "Resource", f"arn:aws:states:::{resource}"), put("ParkAlert", "Arguments", arguments))


PARK = {"QueueUrl": "${SQSQueueParkedPayments}", "MessageBody": "parked"}
AUDIT = {
    "Arguments": PARK,
    "Next": "NotifyCustomer",
    "Catch": [{"ErrorEquals": ["States.ALL"], "Assign": CAUGHT, "Next": "ParkNotification"}],
}
START = {"StateMachineArn": "${Refunds}", "Input": {}}

FAULTS: dict[str, tuple[Fault, str]] = {
    # flow
    "a state that nothing leads to": (put("Forgotten", NEW), "WF101"),
    "a Next that is misspelt": (put("NotifyFailure", "Next", "AlertOperation"), "WF102"),
    "a catcher that leads nowhere": (put("NotifyCustomer", "Catch", 0, "Next", "ParkNotifcation"), "WF102"),
    "a Default that leads nowhere": (put("RouteDuplicate", "Default", "ProcessPayments"), "WF102"),
    "a choice rule that leads nowhere": (
        put("RouteDuplicate", "Choices", 0, "Next", "PaymentAlreadyComplete"),
        "WF102",
    ),
    "states that lead back to each other only": (
        both(
            put("PaymentFailed", {"Type": "Pass", "Next": "AlertAgain"}),
            put("AlertAgain", {"Type": "Pass", "Next": "PaymentFailed"}),
        ),
        "WF105",
    ),
    "a catcher that tries again for ever": (put("NotifyFailure", "Catch", 0, "Next", "NotifyFailure"), "WF107"),
    "a failure that is reported as success": (
        both(
            lambda states: states.update(Audit={**states["ParkAlert"], **AUDIT}),
            put("StoreTransaction", "Next", "Audit"),
            put("StoreTransaction", "Catch", 0, "Next", "NotifyCustomer"),
        ),
        "WF108",
    ),
    "a Choice without Default": (
        both(
            without("RouteDuplicate", "Default"),
            put(
                "RouteDuplicate",
                "Choices",
                [
                    {"Condition": "{% $validatePayment.outcome = 'COMPLETED' %}", "Next": "PaymentAlreadyCompleted"},
                    {"Condition": "{% $validatePayment.outcome = 'CLAIMED' %}", "Next": "ProcessPayment"},
                ],
            ),
        ),
        "WF109",
    ),
    "a rule behind the same condition": (
        edit(lambda rules: [*rules, {**rules[0], "Next": "ProcessPayment"}], "RouteDuplicate", "Choices"),
        "WF110",
    ),
    "a rule behind one that always holds": (
        edit(
            lambda rules: [{"Condition": "{% true %}", "Next": "ProcessPayment"}, *rules], "RouteDuplicate", "Choices"
        ),
        "WF110",
    ),
    # data
    "a field that the contract does not have": (payload("currency", "{% $validatePayment.curency %}"), "WF201"),
    "a field of the input that there is not": (
        payload("currency", "{% $states.context.Execution.Input.curency %}"),
        "WF201",
    ),
    "a result that is read on a route without it": (
        put("PaymentAlreadyCompleted", "Output", {"chargeId": "{% $processPayment.chargeId %}"}),
        "WF204",
    ),
    "an expression with a parenthesis too few": (
        payload("currency", "{% $uppercase($validatePayment.currency %}"),
        "WF211",
    ),
    "an expression without its end": (payload("currency", "{% $validatePayment.currency }"), "WF211"),
    "two operators in a row": (payload("amountMinor", "{% $validatePayment.amountMinor + * 2 %}"), "WF211"),
    "a function that there is not": (payload("currency", "{% $toUpper($validatePayment.currency) %}"), "WF212"),
    "$eval": (payload("currency", "{% $eval($validatePayment.currency) %}"), "WF212"),
    "an argument too many": (payload("currency", "{% $uppercase($validatePayment.currency, 1) %}"), "WF213"),
    "a variable that nothing assigns": (payload("currency", "{% $validatedPayment.currency %}"), "WF214"),
    "a bare name": (payload("currency", "{% currency %}"), "WF215"),
    "the root of the document": (payload("currency", "{% $$.currency %}"), "WF215"),
    "JSONPath in an expression": (payload("currency", "{% $.currency %}"), "WF215"),
    "the error outside of a catcher": (payload("currency", "{% $states.errorOutput.Error %}"), "WF216"),
    "the result before there is one": (payload("currency", "{% $states.result.currency %}"), "WF216"),
    "a field of $states that there is not": (payload("currency", "{% $states.inputs.currency %}"), "WF216"),
    "a field of the context object that there is not": (
        payload("executionArn", "{% $states.context.Execution.Arn %}"),
        "WF216",
    ),
    "a path of the other query language": (
        put("ParkAlert", "Arguments", {**PARK, "MessageBody": {"id.$": "$.paymentId"}}),
        "WF217",
    ),
    "a variable of a name that cannot be": (put("StoreTransaction", "Assign", {"stored-at": "now"}), "WF222"),
    "a variable with the service's own name": (put("StoreTransaction", "Assign", {"states": "stored"}), "WF222"),
    "a payload without a field": (without("ProcessPayment", "Arguments", "Payload", "currency"), "WF225"),
    "a payload with a field too many": (payload("card", "4242"), "WF225"),
    "a payload with a word for a number": (payload("amountMinor", "many"), "WF225"),
    "a payload with a value that the contract does not know": (
        put("RecordDecline", "Arguments", "Payload", "status", "REFUSED"),
        "WF225",
    ),
    "a number where the contract wants text": (payload("currency", "{% $validatePayment.amountMinor %}"), "WF225"),
    "a comparison that never holds": (condition("$validatePayment.outcome = 'COMPLETE'"), "WF226"),
    "a comparison of text with a number": (condition("$validatePayment.currency = 978"), "WF226"),
    # errors, retries, time-outs
    "States.ALL before another catcher": (edit(lambda catchers: catchers[::-1], *CHARGE, "Catch"), "WF301"),
    "a catcher for an error that is caught already": (
        edit(lambda catchers: [catchers[0], *catchers], *CHARGE, "Catch"),
        "WF301",
    ),
    "a catcher for what a task cannot report": (
        first({"ErrorEquals": ["States.NoChoiceMatched"], "Assign": CAUGHT, "Next": "RecordUnknown"}),
        "WF301",
    ),
    "a catcher for a heartbeat that nobody asks for": (
        first({"ErrorEquals": ["States.HeartbeatTimeout"], "Assign": CAUGHT, "Next": "RecordUnknown"}),
        "WF301",
    ),
    "a retrier behind States.ALL": (
        edit(lambda retriers: [*retriers, {"ErrorEquals": ["GatewayBusy"], "MaxAttempts": 2}], *CHARGE, "Retry"),
        "WF302",
    ),
    "States.ALL beside another name": (
        put("NotifyCustomer", "Catch", 0, "ErrorEquals", ["States.Timeout", "States.ALL"]),
        "WF303",
    ),
    "a decline that is tried again": (edit(lambda retriers: retriers[1:], *CHARGE, "Retry"), "WF304"),
    "a missing permission that is tried again": (
        edit(lambda retriers: [{"ErrorEquals": ["States.Permissions"], "MaxAttempts": 3}, *retriers], *CHARGE, "Retry"),
        "WF304",
    ),
    "a function that is never tried again": (without("NotifyCustomer", "Retry"), "WF305"),
    "a function that is not tried again after the service's errors": (
        edit(lambda retriers: retriers[:1], "StoreTransaction", "Retry"),
        "WF305",
    ),
    "a service that is never tried again": (without("ParkPayment", "Retry"), "WF305"),
    "a task without a time-out": (without(*CHARGE, "TimeoutSeconds"), "WF306"),
    "a heartbeat as long as the time-out": (put(*CHARGE, "HeartbeatSeconds", 40), "WF307"),
    "retries that outlast the execution": (put("NotifyCustomer", "Retry", 0, "MaxAttempts", 100), "WF309"),
    "a time-out as short as the function's": (put(*CHARGE, "TimeoutSeconds", 30), "WF310"),
    "a nested execution that is started again": (service("states:startExecution", START), "WF312"),
    "a counter that is counted again": (
        service(
            "dynamodb:updateItem",
            {
                "TableName": "${DynamoDBTablePaymentTransactions}",
                "Key": {"paymentId": {"S": "p"}},
                "UpdateExpression": "ADD paid :one",
                "ExpressionAttributeValues": {":one": {"N": "1"}},
            },
        ),
        "WF312",
    ),
    "a reserved name that is misspelt": (
        first({"ErrorEquals": ["States.TimeOut"], "Assign": CAUGHT, "Next": "RecordUnknown"}),
        "WF314",
    ),
    "a task whose failure goes nowhere": (without("NotifyFailure", "Catch"), "WF318"),
    # services
    "an action that is misspelt": (service("sqs:sendMesage", PARK), "WF401"),
    "a service that there is not": (service("aws-sdk:sqss:sendMessage", PARK), "WF401"),
    "an argument that is misspelt": (service("sqs:sendMessage", {**PARK, "DelaySecs": 5}), "WF402"),
    "an argument with a small first letter": (
        edit(lambda given: {**given, "payload": given["Payload"]}, *CHARGE, "Arguments"),
        "WF402",
    ),
    "an argument that is missing": (without("ParkAlert", "Arguments", "QueueUrl"), "WF403"),
    "a pattern that the service does not support": (service("sqs:sendMessage.sync", PARK), "WF404"),
    "an error of a service that is misspelt": (
        final("Lambda.TooManyRequestException"),
        "WF405",
    ),
    "a callback whose token nobody gets": (service("sqs:sendMessage.waitForTaskToken", PARK), "WF407"),
    "a resource that is no integration": (put("ParkAlert", "Resource", "arn:aws:states:::sqs"), "WF410"),
    # limits
    "a name that metrics cannot show": (renamed("ParkAlert", "ParkAlérte"), "WF505"),
    "a variable that is too large": (put("StoreTransaction", "Assign", {"text": "x" * 262_144}), "WF506"),
    "a wait that outlasts the execution": (
        both(
            put("Pause", {"Type": "Wait", "Seconds": 7200, "Next": "PaymentFailed"}),
            put("ParkAlert", "Next", "Pause"),
        ),
        "WF508",
    ),
    # handlers
    "a catcher for an exception that is misspelt": (
        final("PaymentRefused"),
        "WF624",
    ),
    # what reading already refuses
    "a back-off below 1": (put("NotifyCustomer", "Retry", 0, "BackoffRate", 0.5), "WF006"),
    "a retrier without errors": (put("NotifyCustomer", "Retry", 0, "ErrorEquals", []), "WF006"),
    "a state that neither leads on nor ends": (without("StoreTransaction", "Next"), "WF004"),
    "a field that is misspelt": (put("StoreTransaction", "TimeoutSecond", 40), "WF003"),
    "a field of the other query language": (put("StoreTransaction", "ResultPath", "$.stored"), "WF008"),
}


def test_nothing_is_found_in_the_payment_workflow() -> None:
    assert [(rule.code, hit.message) for rule, hit in check_subject(good_subject())] == []


def test_there_are_at_least_sixty_faults() -> None:
    assert len(FAULTS) >= 60


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_the_rule_meant_for_it_and_by_no_other(name: str) -> None:
    fault, code = FAULTS[name]

    assert codes_of(fault) == {code}


def test_an_express_machine_for_work_that_only_a_standard_one_does() -> None:
    assert codes_of_machine(good_machine(), express=True) == {"WF702"}


def test_a_definition_that_is_too_large() -> None:
    assert codes_of_machine(good_machine(), size=1_048_577) == {"WF501"}


def test_an_execution_that_may_not_run_as_long_as_a_state() -> None:
    machine = {**good_machine(), "TimeoutSeconds": 40}

    assert "WF310" in codes_of_machine(machine)

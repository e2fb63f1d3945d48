"""WF312."""

import re
from collections.abc import Iterator
from typing import Any, Final

from workflow_dsl import asl
from workflow_dsl.checks.failures.matching import facts
from workflow_dsl.checks.functions import arguments_of
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import service, states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_SUFFIX: Final = re.compile(r"\.(waitForTaskToken|sync(:2)?)$")
_ADDS: Final = re.compile(r"\bADD\b|=\s*[\w.#]+\s*[-+]\s*:|if_not_exists\([^)]*\)\s*[-+]\s*:")
_CHILD = {"StateMachineArn": "${Refunds}", "Input": "{% $states.input %}"}
_POST = {
    "ApiEndpoint": "https://api.example.com/charges",
    "Method": "POST",
    "InvocationConfig": {"ConnectionArn": "${Connection}"},
}
_COUNT = {
    "TableName": "${Payments}",
    "Key": {"id": {"S": "{% $states.input.id %}"}},
    "UpdateExpression": "ADD paid :amount",
    "ExpressionAttributeValues": {":amount": {"N": "1"}},
}


class EffectWithoutKey(Rule):
    """A side effect that is retried without anything that would keep it from happening twice."""

    code = "WF312"
    severity = Severity.WARNING
    why = (
        "A retry follows also when the first attempt succeeded and only its answer was lost. Without an "
        "idempotency key, a name or a condition the effect happens again: two charges, two executions, a "
        "counter that runs ahead."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (
        states(Refund=service("states:startExecution", {**_CHILD, "Name": "{% $states.input.id %}"})),
        states(Charge=service("http:invoke", {**_POST, "Headers": {"Idempotency-Key": "{% $states.input.id %}"}})),
        states(Count=service("dynamodb:updateItem", {**_COUNT, "ConditionExpression": "attribute_not_exists(paid)"})),
    )
    invalid = (
        states(Refund=service("states:startExecution", _CHILD)),
        states(Charge=service("http:invoke", _POST)),
        states(Count=service("dynamodb:updateItem", _COUNT)),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Only tasks that are tried again."""
        for state, task in subject.tasks:
            if not any(retrier.MaxAttempts for retrier in task.Retry):
                continue
            found = _unprotected(subject, task)
            if found is not None:
                effect, instead = found
                field = "Arguments" if state.is_jsonata else "Parameters"
                yield Hit(state.at(field), f'"{state.name}" is tried again, and each attempt {effect}', instead)


def _unprotected(subject: Subject, task: asl.Task) -> tuple[str, str] | None:
    arguments = arguments_of(task)
    call = _SUFFIX.sub("", task.Resource.rpartition(":::")[2])
    known = facts()["idempotency"].get(call)
    if not arguments:
        return None
    if known is not None:
        argument = known["argument"]
        has_it = argument in arguments or f"{argument}.$" in arguments
        return None if has_it else (known["what"], f'give it "{argument}", the same for every attempt')
    if call == "http:invoke":
        return _http(arguments)
    if call.endswith("dynamodb:updateItem"):
        update = arguments.get("UpdateExpression")
        if isinstance(update, str) and _ADDS.search(update) and "ConditionExpression" not in arguments:
            condition = subject.words(
                "condition=, or a ConditionExpression among arguments=,", 'a "ConditionExpression"'
            )
            return "changes the number again", f"add {condition} that holds only the first time"
    return None


def _http(arguments: dict[str, Any]) -> tuple[str, str] | None:
    headers = arguments.get("Headers", {})
    if arguments.get("Method") not in ("POST", "PATCH") or "Headers.$" in arguments or not isinstance(headers, dict):
        return None
    if any("idempotency" in name.lower() or "request-id" in name.lower() for name in headers):
        return None
    return "sends the request again", 'send an "Idempotency-Key" header, the same for every attempt'

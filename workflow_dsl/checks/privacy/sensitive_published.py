"""WF232."""

from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel

from workflow_dsl import asl
from workflow_dsl.checks.contracts import is_contract, one, wire_fields
from workflow_dsl.checks.data.expressions import expressions, paths_read
from workflow_dsl.checks.data.types import UNKNOWN, Types, types_of
from workflow_dsl.checks.privacy.sensitive import is_sensitive, sensitive_fields
from workflow_dsl.checks.privacy.sensitive_in_state import CardPayment, Payment
from workflow_dsl.checks.rule import Hit, Rule, Sample
from workflow_dsl.checks.samples import service, states, task
from workflow_dsl.checks.subject import Function, StateAt, Subject
from workflow_dsl.diagnostics import Severity

_OUTWARD: Final = (
    "sns:",
    "sqs:",
    "events:",
    "http:",
    "aws-sdk:ses",
    "aws-sdk:sns",
    "aws-sdk:sqs",
    "aws-sdk:eventbridge",
)


def _states(output: type[BaseModel]) -> Sample:
    charge = task(Assign={"card": "{% $states.result.Payload %}"}, Next="Tell")
    field = next(iter(output.model_fields))
    tell = service("sns:publish", {"TopicArn": "${Customers}", "Message": "{% $card." + field + " %}"})
    return states(functions={"Charge": Function("Charge", output=output)}, Charge=charge, Tell=tell)


class SensitivePublished(Rule):
    """A sensitive field in a message, an event or a request to somebody else."""

    code = "WF232"
    severity = Severity.ERROR
    why = "A topic, a queue or a bus has readers that the contract knows nothing of, and keeps what it is given."
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html"
    beside = ("WF231",)
    valid = (_states(Payment),)
    invalid = (_states(CardPayment),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Follow what the arguments of such tasks read."""
        if subject.input is None and not subject.functions:
            return
        types = types_of(subject)
        for state, text, expression in expressions(subject):
            if not isinstance(state.state, asl.Task) or text.field != "Arguments" or not _goes_out(state.state):
                continue
            for path in paths_read(expression):
                found = _sensitive(types, state, path)
                if found is not None:
                    message = (
                        f'"{state.name}" sends the sensitive field {found} to '
                        f"{state.state.Resource.rpartition(':::')[2]}"
                    )
                    yield Hit(text.path, message, "leave it out, or send a token in its place")


def _goes_out(task: asl.Task) -> bool:
    return task.Resource.rpartition(":::")[2].startswith(_OUTWARD)


def _sensitive(types: Types, state: StateAt, path: tuple[str, ...]) -> str | None:
    for end in range(1, len(path)):
        found, _, _ = types.follow(state, path[:end])
        each: Any = UNKNOWN if found is UNKNOWN else one(found)
        field = wire_fields(each).get(path[end]) if is_contract(each) else None
        if field is not None and is_sensitive(field):
            return ".".join(path[: end + 1])
    found, _, _ = types.follow(state, path)
    below = () if found is UNKNOWN else sensitive_fields(found)
    return next((".".join((*path, *inside)) for inside in below), None)

"""What AWS would refuse when the stack is deployed is refused where it is written; nothing is rounded in silence."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.resources import EventRule, Index, LambdaFunction, Metric, Parameter, Queue, Schedule, Table
from workflow_dsl.stack import StackOptions


def function(**fields: Any) -> LambdaFunction[Any, Any]:
    return LambdaFunction("Charge", handler="lambdas.charge.handler", input=dict, output=dict, **fields)


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a schedule of no whole minutes": (
        lambda: Schedule("Often", function=function(), every=timedelta(seconds=90)),
        "Schedule.every: 90 s is not a whole number of minutes; round it",
    ),
    "a time-out of no whole seconds": (
        lambda: function(timeout=timedelta(seconds=1.5)),
        "LambdaFunction.timeout: 1.5 s is not a whole number of seconds; round it",
    ),
    "a retention of no whole seconds": (
        lambda: Queue("Parked", retention=timedelta(seconds=60.5)),
        "Queue.retention: 60.5 s is not a whole number of seconds; round it",
    ),
    "a canary of no whole minutes": (
        lambda: StackOptions(canary=timedelta(seconds=90)),
        "StackOptions.canary: 90 s is not a whole number of minutes; round it",
    ),
    "a canary of less than a minute": (
        lambda: StackOptions(canary=timedelta(0)),
        "StackOptions.canary: ",
    ),
    "a canary of two days": (
        lambda: StackOptions(canary=timedelta(days=2)),
        "StackOptions.canary: ",
    ),
    "a boundary that is no ARN": (
        lambda: StackOptions(permissions_boundary="boundary"),
        'write the ARN of a policy, as "arn:aws:iam::${AWS::AccountId}:policy/boundary"',
    ),
    "an architecture that Lambda has not": (
        lambda: StackOptions(architecture="arm"),  # type: ignore[arg-type] # the mistake
        'write "x86_64" or "arm64"',
    ),
    "a rule for no source": (
        lambda: EventRule("Paid", function=function(), source="", detail_type="Paid"),
        "EventRule.source: ",
    ),
    "an index with a space in its name": (
        lambda: Index("by status", key="status"),
        'write 3 to 255 letters, digits, _, - and ., as "byStatus"',
    ),
    "a table without a key": (lambda: Table("Orders", key=""), "Table.key: "),
    "more indexes than a table has": (
        lambda: Table("Orders", key="id", indexes=[Index(f"by{at:03}", key=f"k{at}") for at in range(21)]),
        "write [Index(...)], at most 20",
    ),
    "a metric in a namespace of AWS": (
        lambda: Metric("Retries", namespace="AWS/States"),
        'the namespace "AWS/States" is one of AWS\'s own; write one of yours, as "PaymentWorkflow"',
    ),
    "a default that is not allowed": (
        lambda: Parameter("Mode", default="of", allowed=["on", "off"]),
        'the default "of" is none of the allowed values; write one of on, off',
    ),
    "a default that does not match": (
        lambda: Parameter("Url", default="http://x", pattern="https://.+"),
        'the default "http://x" does not match https://.+; write one that does, or leave it out',
    ),
    "a secret default, which is not shown": (
        lambda: Parameter("Key", default="letmein", pattern="sk_.+", secret=True),
        "Parameter: the default does not match sk_.+",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(what: str) -> None:
    declare, told = REFUSED[what]

    with pytest.raises(FindingsError) as refused:
        declare()

    assert "WF103 error: " in str(refused.value)
    assert told in str(refused.value)


def test_a_pattern_that_only_java_understands_is_left_to_cloudformation() -> None:
    assert Parameter("Name", default="x", pattern=r"\p{L}+").default == "x"

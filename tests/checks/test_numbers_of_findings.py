"""A number in a finding is written in one way, with commas: 86,400 s."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from workflow_dsl import LambdaFunction, Retry, Schedule, Wait, asl
from workflow_dsl.checks.engine import check_subject
from workflow_dsl.checks.handlers.sample_sources import GOOD, handler
from workflow_dsl.checks.rule import Sample
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Function, Subject
from workflow_dsl.diagnostics import FindingsError

UNGROUPED = re.compile(r"\d{5}|\de\+")
LONG_CALL = {"Charge": Function("Charge", timeout=86_400)}
CLIENT = "import httpx\nCLIENT = httpx.Client(timeout=1000000.0)\n"
POLL = {
    "Pause": {"Type": "Wait", "Seconds": 12_000, "Next": "More"},
    "More": {
        "Type": "Choice",
        "Choices": [{"Condition": "{% $states.input.more %}", "Next": "Pause"}],
        "Default": "Done",
    },
}


RULES = {
    "a task longer than the machine": ("WF310", states(TimeoutSeconds=86_400, Charge=task(TimeoutSeconds=86_400))),
    "a function longer than its task": (
        "WF310",
        states(functions=LONG_CALL, Charge=task(TimeoutSeconds=43_200)),
    ),
    "a heartbeat that is too long": ("WF307", states(Charge=task(TimeoutSeconds=20_000, HeartbeatSeconds=20_000))),
    "a client that waits for long": ("WF627", handler(CLIENT + GOOD)),
    "a loop that fills the history": ("WF504", states(TimeoutSeconds=99_999_999, **POLL)),
    "a machine that runs for long": ("WF508", states(TimeoutSeconds=99_999_999, Charge=task())),
}
DECLARATIONS: dict[str, Callable[[], object]] = {
    "memory": lambda: LambdaFunction("Charge", handler="shop.charge", input=str, output=str, memory=20_000),
    "attempts": lambda: Retry("Busy", max_attempts=999_999_999),
    "seconds of a step": lambda: Wait("Pause", duration=timedelta(days=20, milliseconds=500)),
    "minutes of a trigger": lambda: Schedule("Nightly", function=None, every=timedelta(days=20, seconds=1)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize(("code", "given"), RULES.values(), ids=RULES)
@pytest.mark.parametrize("compiled", [True, False])
def test_the_numbers_of_a_rule_have_commas(code: str, given: Sample, compiled: bool) -> None:
    read = given.sources.__getitem__ if given.sources else None
    machine = asl.from_json(dict(given.machine))
    subject = Subject(machine, functions=given.functions, read=read, compiled=compiled)

    texts = [f"{hit.message}; {hit.instead}" for rule, hit in check_subject(subject) if rule.code == code]

    assert texts
    assert not [text for text in texts if UNGROUPED.search(text)]


@pytest.mark.parametrize("declared", DECLARATIONS.values(), ids=DECLARATIONS)
def test_the_numbers_of_a_refused_argument_have_commas(declared: Callable[[], object]) -> None:
    with pytest.raises(FindingsError) as raised:
        declared()

    texts = [finding.render() for finding in raised.value.findings]

    assert any("," in text for text in texts)
    assert not [text for text in texts if UNGROUPED.search(text)]


def test_the_numbers_of_a_refused_field_have_commas() -> None:
    with pytest.raises(FindingsError, match="100,000,000 is out of range"):
        asl.from_json(dict(states(TimeoutSeconds=100_000_000, Charge=task()).machine))

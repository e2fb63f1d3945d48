"""Histories of executions, written as a story: each line adds the events that Step Functions would have added."""

from datetime import UTC, datetime, timedelta
from typing import Any

_START = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


class History:
    """Events in the form of GetExecutionHistory; the clock goes on by what each line takes, in seconds."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.clock = _START
        self.add("ExecutionStarted", previous=0)

    @property
    def last(self) -> int:
        """The id of the last event."""
        return len(self.events)

    def add(self, kind: str, *, previous: int | None = None, took: float = 0.0, **details: Any) -> int:
        """One event after `previous`, by default after the last one; returns its id."""
        self.clock += timedelta(seconds=took)
        event: dict[str, Any] = {
            "id": self.last + 1,
            "previousEventId": self.last if previous is None else previous,
            "type": kind,
            "timestamp": self.clock,
        }
        if details:
            generic = kind.endswith(("StateEntered", "StateExited"))
            name = f"state{kind[-7 if kind.endswith('Entered') else -6 :]}" if generic else kind[0].lower() + kind[1:]
            event[f"{name}EventDetails"] = details
        self.events.append(event)
        return self.last

    def enter(self, kind: str, name: str, *, previous: int | None = None) -> int:
        """`enter("Task", "Charge")`."""
        return self.add(f"{kind}StateEntered", previous=previous, name=name)

    def leave(self, kind: str, name: str, *, previous: int | None = None) -> int:
        """`leave("Task", "Charge")`."""
        return self.add(f"{kind}StateExited", previous=previous, name=name)

    def passes(self, kind: str, name: str, *, previous: int | None = None, took: float = 0.0) -> int:
        """A state that is entered and left, and takes `took` seconds."""
        self.enter(kind, name, previous=previous)
        self.clock += timedelta(seconds=took)
        return self.leave(kind, name)

    def task(self, name: str, *, failures: int = 0, caught: bool = False, previous: int | None = None) -> int:
        """A task that fails `failures` times and then succeeds, or is `caught` after its last failure."""
        self.enter("Task", name, previous=previous)
        for _ in range(failures):
            self.add("TaskScheduled")
            self.add("TaskFailed", took=2.0, error="GatewayUnavailable")
        if not caught:
            self.add("TaskScheduled")
            self.add("TaskSucceeded", took=0.25)
        return self.leave("Task", name)


def declined_payment() -> list[dict[str, Any]]:
    """The gateway is down three times, then declines: caught, recorded, told, and the execution fails."""
    story = History()
    story.task("ValidatePayment")
    story.passes("Choice", "RouteDuplicate")
    story.task("ProcessPayment", failures=4, caught=True)
    story.task("RecordDecline")
    story.task("NotifyDecline")
    story.task("AlertDecline")
    story.enter("Fail", "PaymentDeclined")
    story.add("ExecutionFailed", error="PaymentDeclined")
    return story.events


def payment_declined_at_last() -> list[dict[str, Any]]:
    """The workflow of definitions/payments: the gateway is down three times, then the bank declines."""
    story = History()
    story.task("ValidatePayment")
    story.passes("Choice", "RouteDuplicate")
    story.task("ProcessPayment", failures=4, caught=True)
    story.task("RecordDecline")
    story.task("NotifyFailure", failures=1)
    story.task("AlertOperations")
    story.enter("Fail", "PaymentFailed")
    story.add("ExecutionFailed", error="PaymentDeclined")
    return story.events


def failed_order() -> list[dict[str, Any]]:
    """Two rounds of waiting for stock, then one branch fails, the others are stopped, and the Parallel is caught."""
    story = History()
    story.task("LoadOrder", failures=1)
    story.passes("Choice", "RouteOrder")
    for _ in range(2):
        story.passes("Wait", "WaitForStock", took=3600)
        story.task("CheckStock")
        story.passes("Choice", "StockReady?")
    story.enter("Parallel", "Fulfil")
    started = story.add("ParallelStateStarted")
    story.task("ReserveStock", previous=started)
    label = story.enter("Task", "PrintLabel")
    story.task("AuthorizeCard", previous=started)
    story.passes("Choice", "Authorized?")
    declined = story.enter("Fail", "CardDeclined")
    story.enter("Task", "ScoreFraud", previous=started)
    assert label < declined
    story.add("ParallelStateFailed", previous=declined)
    story.leave("Parallel", "Fulfil")
    story.task("Compensate")
    story.enter("Fail", "OrderFailed")
    story.add("ExecutionFailed", error="OrderError")
    return story.events


def picked_items() -> list[dict[str, Any]]:
    """A Map over three items: one waits for stock first, one fails, and the Map is caught while one still runs."""
    story = History()
    story.task("LoadOrder")
    story.passes("Choice", "RouteOrder")
    story.enter("Map", "ProcessItems")
    started = story.add("MapStateStarted")
    first, second, third = (
        story.add("MapIterationStarted", previous=started, name="ProcessItems", index=index) for index in range(3)
    )
    story.task("PickItem", previous=first)
    story.passes("Choice", "InStock?")
    story.passes("Wait", "WaitRestock", took=300)
    story.task("PickItem")
    story.passes("Choice", "InStock?")
    done = story.passes("Pass", "PackItem")
    story.add("MapIterationSucceeded", previous=done, name="ProcessItems", index=0)
    story.enter("Task", "PickItem", previous=third)
    story.enter("Task", "PickItem", previous=second)
    story.add("TaskScheduled")
    story.add("TaskFailed", took=1.0)
    story.add("MapIterationFailed", name="ProcessItems", index=1)
    story.add("MapStateFailed")
    story.leave("Map", "ProcessItems")
    story.task("Compensate")
    story.enter("Fail", "OrderFailed")
    story.add("ExecutionFailed", error="OrderError")
    return story.events

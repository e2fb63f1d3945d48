"""Run cases, so many executions at a time, and gather what each left behind."""

from __future__ import annotations

import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from workflow_dsl.deploy import AwsError, DeployError
from workflow_dsl.pipeline.run.history import event_details
from workflow_dsl.testing.chaos.budget import Budget, Countdown, Watcher
from workflow_dsl.testing.chaos.evidence import Execution, Json, Outcome, Whole
from workflow_dsl.testing.chaos.fault import Case, OutsideFault, PointFault
from workflow_dsl.testing.chaos.inject import ZOMBIES
from workflow_dsl.testing.chaos.setup import InvocationError
from workflow_dsl.testing.chaos.stage import Stage, new_name

DOOR_TRIES = 4
"""How often something is sent again through a door that failed, as whoever delivers at least once does."""

OnDone = Callable[[Outcome], None]


class Runner:
    """Runs cases on a stage; numbers go on from case to case, so that no two on a stage have the same input.

    Each stage counts for itself: of stages that run at a time, neither decides which inputs the other one gets.
    """

    def __init__(self, stage: Stage, *, seed: int, concurrency: int) -> None:
        self._stage, self._seed = stage, seed
        self._budget = Budget(concurrency)
        self._workers = concurrency
        self._numbers = itertools.count()

    def run(
        self, cases: Sequence[Case], on_done: OnDone, *, in_the_middle: Callable[[], None] | None = None
    ) -> list[Outcome]:
        """What each case left behind once its executions have ended, before anything is settled.

        `in_the_middle` is called once, as soon as a third of the cases have ended and others run.
        """
        stage = self._stage
        with (
            Watcher(stage.client("stepfunctions"), stage.session.machine_arn) as watcher,
            ThreadPoolExecutor(self._workers + 1) as pool,
        ):
            middle = Countdown(len(cases) // 3)
            disturbance = pool.submit(middle.call, in_the_middle) if in_the_middle is not None else None

            def work(case: Case, number: int) -> Outcome:
                outcome = self._run_case(case, number, watcher, on_done)
                middle.step()
                return outcome

            futures = [pool.submit(work, case, next(self._numbers)) for case in cases]
            outcomes = [future.result() for future in futures]
            if disturbance is not None:
                disturbance.result()
        if any(isinstance(fault, PointFault) and fault.action == "late" for case in cases for fault in case.faults):
            # A zombie may write when its execution has long ended, until Lambda ends it.
            time.sleep(ZOMBIES.function - ZOMBIES.state)
        stage.take_messages()
        return gather(stage, outcomes)

    def start_again(self, outcomes: Sequence[Outcome], on_done: OnDone) -> list[Outcome]:
        """One more execution of each, under another name, as when an event is delivered again; what is there then."""
        stage = self._stage
        with (
            Watcher(stage.client("stepfunctions"), stage.session.machine_arn) as watcher,
            ThreadPoolExecutor(self._workers) as pool,
        ):

            def work(outcome: Outcome) -> Outcome:
                with self._budget.take(1):
                    arn = stage.start(outcome.given, new_name(outcome.key))
                    watcher.wait([arn], stage.setup.longest_seconds)
                on_done(outcome)
                return replace(outcome, executions=(*outcome.executions, read_execution(stage, arn)))

            again = list(pool.map(work, outcomes))
        stage.take_messages()
        return gather(stage, again)

    def _run_case(self, case: Case, number: int, watcher: Watcher, on_done: OnDone) -> Outcome:
        setup = self._stage.setup
        given = setup.new_input(self._seed, number)
        outcome = Outcome(case, setup.key(given), given, self._stage.double)
        with self._budget.take(case.executions):
            armed = self._stage.board.arm(outcome.key, (one for one in case.faults if isinstance(one, PointFault)))
            for fault in case.faults:
                if isinstance(fault, OutsideFault):
                    setup.outside[fault.name](self._stage.double, outcome.key)
            arns = start_all(self._stage, case, given, outcome.key, last_first=bool(number % 2))
            watcher.wait(arns, setup.longest_seconds)
            outcome.executions = tuple(read_execution(self._stage, arn) for arn in arns)
        outcome.fired = self._stage.board.fired(armed)
        self._stage.board.disarm(outcome.key)
        on_done(outcome)
        return outcome


def run_again_what_missed(run: Callable[[Sequence[Case]], list[Outcome]], cases: Sequence[Case]) -> list[Outcome]:
    """What the cases left behind, and those once more whose execution never came to its fault.

    A state that gives up early does so on a busy machine before its function comes there, which then shows nothing.
    """
    found = run(cases)
    missed = [outcome.case for outcome in found if outcome.missed]
    return [*found, *run(missed)] if missed else found


def start_all(stage: Stage, case: Case, given: Json, key: str, *, last_first: bool) -> list[str]:
    """Start the executions of a case at about the same time; their ARNs."""
    inputs = [given] * (1 + case.duplicates) + [stage.setup.beside[name](given) for name in case.beside]
    names = [key, *(new_name(key) for _ in inputs[1:])]
    pairs = list(zip(inputs, names, strict=True))
    if last_first:
        pairs.reverse()
    if case.door:
        for one, _ in pairs:
            _enter(stage, case.door, one)
        return _executions_of(stage, key)
    return [stage.start(one, name) for one, name in pairs]


def _enter(stage: Stage, door: str, given: Json) -> None:
    for _ in range(DOOR_TRIES):
        try:
            stage.setup.doors[door](stage.invoke, given)
        except InvocationError:
            continue
        return


def _executions_of(stage: Stage, key: str) -> list[str]:
    arn = stage.execution_arn(key)
    try:
        stage.client("stepfunctions").describe_execution(executionArn=arn)
    except AwsError as error:
        if error.code == "ExecutionDoesNotExist":
            return []
        raise
    return [arn]


def read_execution(stage: Stage, arn: str) -> Execution:
    """How an execution stands: one that ended may be asked about while the emulator is being restarted."""
    service = stage.client("stepfunctions")
    try:
        told = stage.patiently(lambda: service.describe_execution(executionArn=arn))
        trouble = stage.patiently(lambda: tuple(_errors(service, arn))) if told["status"] == "FAILED" else ()
    except DeployError as error:
        return Execution(arn, {}, "RUNNING", cause=str(error))
    seconds = (told["stopDate"] - told["startDate"]).total_seconds() if "stopDate" in told else 0.0
    return Execution(
        arn,
        json.loads(told["input"]),
        told["status"],
        told.get("error") or "",
        told.get("cause") or "",
        told.get("output") or "",
        seconds,
        trouble,
    )


def _errors(service: Any, arn: str) -> Iterator[str]:
    for page in service.pages("get_execution_history", executionArn=arn):
        for event in page["events"]:
            details = event_details(event)
            if event["type"].endswith("TimedOut"):
                yield details.get("error") or "States.Timeout"
            elif event["type"].endswith("Failed") and event["type"] != "ExecutionFailed" and details.get("error"):
                yield details["error"]


def gather(stage: Stage, outcomes: Sequence[Outcome], *, settled: bool = False) -> list[Outcome]:
    """The outcomes with the rows, writes and messages that mention their keys, as they are now."""
    keys = [outcome.key for outcome in outcomes]
    rows = {table: _by_key(keys, found, json.dumps) for table, found in stage.rows().items()}
    changes = _by_key(keys, stage.changes(), lambda change: json.dumps([dict(change.old), dict(change.new)]))
    messages = _by_key(keys, stage.messages, lambda message: message.body)
    queues = {name: _by_key(keys, bodies, str) for name, bodies in stage.queued.items()}
    return [
        replace(
            outcome,
            rows={table: found[outcome.key] for table, found in rows.items()},
            changes=changes[outcome.key],
            messages=messages[outcome.key],
            queues={name: found[outcome.key] for name, found in queues.items()},
            settled=settled,
        )
        for outcome in outcomes
    ]


def read_whole(stage: Stage, outcomes: Sequence[Outcome]) -> Whole:
    """The run as a whole, with every text that it wrote."""
    texts = list(stage.logs())
    texts += [(f"topic {message.topic}", message.body) for message in stage.messages]
    texts += [(f"queue {name}", body) for name, bodies in stage.queued.items() for body in bodies]
    texts += [(f"table {name}", json.dumps(row, default=str)) for name, rows in stage.rows().items() for row in rows]
    for outcome in outcomes:
        texts += [("execution", f"{one.given} {one.output} {one.cause}") for one in outcome.executions]
    return Whole(outcomes, texts, stage.double)


def _by_key(keys: Sequence[str], items: Iterable[Any], text: Callable[[Any], str]) -> Mapping[str, list[Any]]:
    """Items by the key that their text mentions."""
    found: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        written = text(item)
        for key in keys:
            if key in written:
                found[key].append(item)
    return found

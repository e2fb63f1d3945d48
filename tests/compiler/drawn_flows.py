"""Definitions that are drawn at random, each with what Python would make of it.

A drawn flow is steps in order (values, tasks that may fail, choices that skip, Maps, Parallels) with catch routes. Each
reads numbers of the input, of the item around it and of any step that was drawn before, whether it is set there or not:
what may be unset the compiler has to refuse.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable
from random import Random
from typing import Any

import sfnx.testing
from pydantic import BaseModel

from workflow_dsl import (
    Catch,
    Choice,
    Flow,
    LambdaTask,
    Map,
    Parallel,
    Pass,
    Succeed,
    When,
    Workflow,
    caught,
    errors,
    jsonata,
)

FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:next"
OPERATORS: list[Callable[[Any, Any], Any]] = [operator.add, operator.sub, operator.mul, operator.mod, operator.floordiv]
COMPARISONS: list[Callable[[Any, Any], Any]] = [operator.lt, operator.ge, operator.eq, operator.ne]
SPELLINGS = ["Step", "sum", "a b", "States", "caught", "Ünï", "X-"]


class Given(BaseModel):
    """What an execution is given."""

    number: int
    items: list[int]
    share: int = 4


class FailedError(Exception):
    """A task failed with this error."""


class UnsetError(Exception):
    """A value is read that was not set: the definition should have been refused."""


class Known:
    """The values that a scope knows, beside those of the scopes around it."""

    def __init__(self, around: Known | None = None) -> None:
        self._values: dict[Hashable, Any] = {}
        self._around = around

    def __getitem__(self, key: Hashable) -> Any:
        if key in self._values:
            return self._values[key]
        if self._around is None:
            raise UnsetError(key)
        return self._around[key]

    def __setitem__(self, key: Hashable, value: Any) -> None:
        self._values[key] = value


Written = Callable[[], Any]
Meant = Callable[[Known], Any]


class Drawn:
    """One step: `build` makes it, `read` is the number that others read of it, `run` is what Python makes of it."""

    def __init__(self, draw: Drawing) -> None:
        self.name = draw.name()
        self.route: list[Drawn] = []
        self.goes_back = draw.random.random() < 0.5
        self.step: Any = None

    def build(self, **more: Any) -> None:
        """Make the step of the definition."""

    def read(self) -> Any:
        """A number, as an expression."""
        return self.step.output

    def run(self, known: Known) -> Any:
        """The output of the step. Raises FailedError."""

    @property
    def catch(self) -> list[Catch]:
        """The catcher that leads onto the route."""
        return [Catch(errors.ALL, to=self.route[0].name)] if self.route else []


class Value(Drawn):
    """A Pass."""

    def __init__(self, draw: Drawing) -> None:
        super().__init__(draw)
        self.written, self.meant = draw.number()

    def build(self, **more: Any) -> None:
        self.step = Pass(self.name, value=self.written(), **more)

    def run(self, known: Known) -> Any:
        known[self] = self.meant(known)
        return known[self]


class Noted(Value):
    """The first step of a route: a Pass that notes which error led there."""

    def build(self, **more: Any) -> None:
        self.step = Pass(self.name, value={"error": caught.error, "number": self.written()}, **more)

    def read(self) -> Any:
        return self.step.output["number"]

    def run(self, known: Known) -> Any:
        return {"error": known["caught"], "number": super().run(known)}


class Call(Value):
    """A task that gives the next number, and fails for each third one."""

    def build(self, **more: Any) -> None:
        self.step = LambdaTask(
            self.name, FUNCTION, payload={"number": self.written()}, result=int, catch=self.catch, **more
        )

    def run(self, known: Known) -> Any:
        known[self] = following(self.meant(known))
        return known[self]


class Branching(Drawn):
    """A Choice that skips some of the steps after it, never more than there are."""

    def __init__(self, draw: Drawing) -> None:
        super().__init__(draw)
        self.conditions = [draw.condition() for _ in range(draw.random.randint(1, 2))]
        self.skipped = [draw.random.randint(1, 3) for _ in self.conditions]

    def skips(self, known: Known) -> int:
        """How far the flow goes on."""
        rules = zip(self.conditions, self.skipped, strict=True)
        return next((far for (_, meant), far in rules if meant(known)), 1)


class Holding(Drawn):
    """A step with flows of its own, of which others read how many results it has."""

    def __init__(self, draw: Drawing, depth: int) -> None:
        super().__init__(draw)
        self.flow: Any = Flow(input=int)
        self.is_map = draw.random.random() < 0.5
        self.held = [draw.within(self, depth) for _ in range(1 if self.is_map else draw.random.randint(1, 2))]

    def build(self, **more: Any) -> None:
        if self.is_map:
            self.held[0].build(self.flow)
            self.step = Map(self.name, items=self.held[0].given.items, each=self.flow, catch=self.catch, **more)
            return
        branches: list[Any] = [Flow() for _ in self.held]
        for branch, held in zip(branches, self.held, strict=True):
            held.build(branch)
        self.step = Parallel(self.name, branches=branches, catch=self.catch, **more)

    def read(self) -> Any:
        return jsonata("$count($all)", type=int, all=self.step.output)

    def run(self, known: Known) -> Any:
        results = []
        for held, item in [(self.held[0], item) for item in known["given"].items] if self.is_map else self._branches():
            inner = Known(known)
            if self.is_map:
                inner[self] = item
            results.append(held.run(inner))
        known[self] = len(results)
        return results

    def _branches(self) -> list[tuple[Steps, None]]:
        return [(held, None) for held in self.held]


class Steps:
    """Steps in order, the last of which ends the flow."""

    def __init__(self, draw: Drawing, depth: int) -> None:
        self.given = draw.given
        self.main = [draw.step(depth) for _ in range(draw.random.randint(1, 4))]
        self.main.append(Value(draw))

    def build(self, flow: Any) -> None:
        """Give the flow its steps and routes."""
        for at, drawn in enumerate(self.main):
            if isinstance(drawn, Branching):
                rules = zip(drawn.conditions, drawn.skipped, strict=True)
                when = [When(written(), to=self._after(at, far).name) for (written, _), far in rules]
                drawn.step = Choice(drawn.name, when=when)
            else:
                drawn.build()
            for noted in drawn.route:
                noted.build()
        flow.steps = [drawn.step for drawn in self.main]
        for at, drawn in enumerate(self.main):
            if drawn.route:
                ends = [] if drawn.goes_back else [Succeed(f"{drawn.name}Ends", output=1)]
                onward = self._after(at, 1).name if drawn.goes_back else None
                flow.route(*(noted.step for noted in drawn.route), *ends, to=onward)

    def run(self, known: Known) -> Any:
        """What the flow ends with. Raises FailedError."""
        at = 0
        while True:
            drawn = self.main[at]
            far = 1
            if isinstance(drawn, Branching):
                far = drawn.skips(known)
            else:
                try:
                    output = drawn.run(known)
                except FailedError as error:
                    if not drawn.route:
                        raise
                    known["caught"] = str(error)
                    for noted in drawn.route:
                        noted.run(known)
                    if not drawn.goes_back:
                        return 1
                else:
                    if at == len(self.main) - 1:
                        return output
            at = min(at + far, len(self.main) - 1)

    def _after(self, at: int, far: int) -> Drawn:
        return self.main[min(at + far, len(self.main) - 1)]


class Drawing:
    """One definition: the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.workflow = Workflow("Drawn", input=Given)
        self.given = self.workflow.input
        self._readable: list[Drawn] = []
        self._around: list[Holding] = []
        self._count = 0
        self.steps = Steps(self, depth=2)

    def name(self) -> str:
        """A name of its own."""
        self._count += 1
        return f"{self.random.choice(SPELLINGS)}{self._count}"

    def number(self, depth: int = 2) -> tuple[Written, Meant]:
        """An expression, and what it means."""
        chance = self.random.random()
        if depth and chance < 0.35:
            (left, meant_left), (right, meant_right) = self.number(depth - 1), self.number(depth - 1)
            apply = self.random.choice(OPERATORS[:3])
            return lambda: apply(left(), right()), lambda known: apply(meant_left(known), meant_right(known))
        if depth and chance < 0.55:
            left, meant_left = self.number(depth - 1)
            apply, by = self.random.choice(OPERATORS[3:]), self.random.choice([-3, -2, 2, 7])
            return lambda: apply(left(), by), lambda known: apply(meant_left(known), by)
        return self._read()

    def _read(self) -> tuple[Written, Meant]:
        kind = self.random.choice(["constant", "number", "share", "item", "step", "step"])
        maps = [holding for holding in self._around if holding.is_map]
        if kind == "item" and maps:
            around = self.random.choice(maps[-2:])
            return lambda: around.flow.input, lambda known: known[around]
        if kind == "step" and self._readable:
            step = self.random.choice(self._readable[-6:])
            return lambda: step.read(), lambda known: known[step]
        if kind in ("number", "share"):
            return lambda: getattr(self.given, kind), lambda known: getattr(known["given"], kind)
        value = self.random.randint(-5, 9)
        return lambda: value, lambda known: value

    def condition(self) -> tuple[Written, Meant]:
        """A condition, and what it means."""
        (left, meant_left), (right, meant_right) = self.number(1), self.number(1)
        compare = self.random.choice(COMPARISONS)
        return lambda: compare(left(), right()), lambda known: compare(meant_left(known), meant_right(known))

    def step(self, depth: int) -> Drawn:
        """Any step."""
        chance = self.random.random()
        if depth and chance < 0.3:
            drawn: Drawn = Holding(self, depth - 1)
        elif chance < 0.5:
            return Branching(self)
        else:
            drawn = Call(self) if chance < 0.75 else Value(self)
        if not isinstance(drawn, Value) or isinstance(drawn, Call):
            self._lead_off(drawn)
        self._readable.append(drawn)
        return drawn

    def within(self, holding: Holding, depth: int) -> Steps:
        """Steps of an inner flow, which those after it mostly do not try to read."""
        before = list(self._readable)
        self._around.append(holding)
        steps = Steps(self, depth)
        self._around.pop()
        if self.random.random() < 0.8:
            self._readable[:] = before
        return steps

    def _lead_off(self, drawn: Drawn) -> None:
        if self.random.random() < 0.5:
            drawn.route = [Noted(self) if self.random.random() < 0.6 else Value(self)]
            self._readable.append(drawn.route[0])


def following(number: int) -> int:
    """What the function of a drawn task gives. Raises FailedError."""
    if number % 3 == 0:
        raise FailedError(f"E{number % 2}")
    return number + 1


def answer(call: sfnx.testing.Call) -> Any:
    """The same function, for the interpreter."""
    arguments: Any = call.arguments
    try:
        return {"Payload": following(arguments["Payload"]["number"]), "StatusCode": 200}
    except FailedError as error:
        raise sfnx.testing.Failure(str(error), "each third one") from error

"""Random workflows as people write them: a main path, rules and catchers that lead to routes, flows in flows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from workflow_dsl import (
    AwsTask,
    Catch,
    Choice,
    Fail,
    Flow,
    LambdaTask,
    Map,
    Parallel,
    Pass,
    Retry,
    SqsSendMessage,
    Succeed,
    Wait,
    When,
    Workflow,
    caught,
    errors,
    jsonata,
)
from workflow_dsl.resources import LambdaFunction, Queue

charge = LambdaFunction("Charge", handler="lambdas.charge.handler", input=dict, output=dict)
parked = Queue("Parked")
_KINDS = ("task", "lambda", "pass", "wait", "choice", "parallel", "map", "queue")


@st.composite
def workflows(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Workflow[dict[str, object]]:
    """A workflow that compiles."""
    workflow = Workflow("Random", input=dict[str, object], timeout=draw(st.none() | st.just(timedelta(hours=1))))
    kinds = draw(st.lists(st.sampled_from(_KINDS), min_size=1, max_size=8))
    builder = _Builder(draw)
    steps = [builder.step(kind, index, workflow) for index, kind in enumerate(kinds)]
    workflow.steps = [*steps, Succeed("Done")]
    if builder.caught:
        workflow.route(
            Pass("Recover", value={"error": caught.error}), Fail("Broken", error=caught.error, cause=caught.cause)
        )
    if builder.chosen:
        workflow.route(Pass("Aside", value=workflow.input["order"]), to="Done")
    return workflow


class _Builder:
    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw
        self.caught = False
        self.chosen = False
        self._sure: list[Any] = []

    def step(self, kind: str, index: int, workflow: Workflow[dict[str, object]]) -> Any:
        """A step; one that cannot fail over to a route is remembered, for later ones to read."""
        step = self._made(kind, index, workflow)
        if kind in ("task", "lambda", "queue") and not step.catch and not self.chosen:
            self._sure.append(step)
        return step

    def _read(self) -> Any:
        if not self._sure:
            return "nothing"
        output = self._sure[self._draw(st.integers(0, len(self._sure) - 1))].output
        match self._draw(st.integers(0, 3)):
            case 0:
                return output
            case 1:
                return output["id"]
            case 2:
                return output["a b"]
            case _:
                return jsonata("$before.id & '-'", before=output)

    def _made(self, kind: str, index: int, workflow: Workflow[dict[str, object]]) -> Any:
        name = f"{kind.title()}{index}"
        total = workflow.input["total"]
        match kind:
            case "task":
                arguments = {"Bucket": "orders", "Key": total}
                return AwsTask(name, service="s3", action="GetObject", arguments=arguments, **self._guards())
            case "lambda":
                return LambdaTask(name, charge, payload={"total": total, "before": self._read()}, **self._guards())
            case "pass":
                return Pass(name, value={"twice": jsonata("$total * 2", total=total), "before": self._read()})
            case "wait":
                return Wait(name, duration=timedelta(seconds=self._draw(st.integers(0, 9_999))))
            case "choice":
                self.chosen = True
                return Choice(name, when=[When(jsonata("$total > 1", total=total), to="Aside")])
            case "parallel":
                return Parallel(
                    name, branches=[[Pass(f"{name}A")], [Pass(f"{name}B"), Wait(f"{name}C", seconds=jsonata("1 + 1"))]]
                )
            case "map":
                each = Flow(input=dict, steps=[Pass(f"{name}Item"), Succeed(f"{name}End")])
                return Map(
                    name, items=workflow.input["lines"], each=each, max_concurrency=self._draw(st.integers(0, 9))
                )
            case _:
                return SqsSendMessage(name, parked, body={"total": total}, **self._guards())

    def _guards(self) -> dict[str, Any]:
        guards: dict[str, Any] = {}
        if self._draw(st.booleans()):
            guards["retry"] = [errors.LAMBDA_TRANSIENT_RETRY, Retry("Busy", max_attempts=self._draw(st.integers(0, 5)))]
        if self._draw(st.booleans()):
            self.caught = True
            guards["catch"] = [Catch(errors.ALL, to="Recover")]
        if self._draw(st.booleans()):
            guards["timeout"] = timedelta(seconds=90)
        return guards

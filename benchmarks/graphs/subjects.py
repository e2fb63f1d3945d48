"""The twelve graphs: two of our own, six that others published, four that are generated."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from tests.graph.random_machines import random_machine
from workflow_dsl import asl

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("WORKFLOW_DSL_CORPUS", ROOT.parent / "shared" / "corpus"))
PUBLISHED = {
    "appflow catalogue": "aws-stepfunctions-examples/*CreateCatalogTable_641f865e",
    "choice of 24 rules": "local-step-functions-fadams/*test_choice_state_be2a85e8",
    "steady state events": "aws-stepfunctions-examples/*event_emitter_41ba6f04",
    "ship order": "aws-stepfunctions-examples/*ship-order_65a8caf3",
    "semaphore": "sfn-workflows-collection/*dynamodb-semaphore_5f987a48",
    "agent with tools": "step-functions-agent/*standard-llm_0adfb5bd",
}


def subjects() -> Iterator[tuple[str, asl.StateMachine]]:
    """Name and machine of each."""
    for name in ("payment", "order"):
        yield name, _read(ROOT / "tests" / "graph" / "samples" / f"{name}.asl.json")
    for name, pattern in PUBLISHED.items():
        for path in (CORPUS / "asl").glob(f"{pattern}.json"):
            yield name, _read(path)
    yield "nested, seed 4", random_machine(4, most_states=16)
    yield "nested, seed 8", random_machine(8, most_states=16)
    yield "60 states", long_machine(60)
    yield "200 states", long_machine(200)


def _read(path: Path) -> asl.StateMachine:
    return asl.from_json(json.loads(path.read_text(encoding="utf-8")))


def long_machine(count: int, seed: int = 1) -> asl.StateMachine:
    """One scope of tasks and choices that mostly goes on, sometimes skips, goes back or fails."""
    random = Random(seed)
    names = [f"State{number}" for number in range(count)]
    states: dict[str, dict[str, Any]] = {"Failed": {"Type": "Fail"}, names[-1]: {"Type": "Succeed"}}
    for number, name in enumerate(names[:-1]):
        following = names[number + 1]
        if random.random() < 0.2:
            ahead = [names[min(count - 1, number + random.randint(1, 8))] for _ in range(random.randint(1, 3))]
            rules = [{"Variable": "$.kind", "StringEquals": target, "Next": target} for target in ahead]
            if random.random() < 0.2:
                back = names[max(0, number - random.randint(1, 6))]
                rules.append({"Variable": "$.again", "StringEquals": "yes", "Next": back})
            states[name] = {"Type": "Choice", "Choices": rules, "Default": following}
        else:
            call = "arn:aws:states:::lambda:invoke"
            states[name] = {"Type": "Task", "Resource": call, "Parameters": {"FunctionName": "f"}, "Next": following}
            if random.random() < 0.4:
                states[name]["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}]
    return asl.from_json({"StartAt": names[0], "States": states})

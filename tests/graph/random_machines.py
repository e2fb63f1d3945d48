"""Random state machines: nested, with loops, loops to itself, catchers, joins and states that nothing reaches."""

from random import Random
from typing import Any

from workflow_dsl import asl

WORDS = ("Load", "Check", "Route", "Store", "Notify", "Payment", "Order", "Stock", "A", "ReallyQuiteLongWordInAName")
DEEPEST = 4


def random_machine(seed: int, *, most_states: int = 12) -> asl.StateMachine:
    """A valid machine; the same seed gives the same one."""
    return asl.from_json(_Maker(Random(seed), most_states).machine(0))


class _Maker:
    def __init__(self, random: Random, most_states: int) -> None:
        self.random = random
        self.most_states = most_states
        self.count = 0

    def machine(self, depth: int) -> dict[str, Any]:
        names = [self._name() for _ in range(self.random.randint(1, max(2, self.most_states // (depth + 1))))]
        states = {name: self._state(position, names, depth) for position, name in enumerate(names)}
        return {"StartAt": names[0], "States": states}

    def _name(self) -> str:
        self.count += 1
        return "".join(self.random.choices(WORDS, k=self.random.randint(1, 3))) + str(self.count)

    def _state(self, position: int, names: list[str], depth: int) -> dict[str, Any]:
        kinds = ["Task", "Task", "Task", "Pass", "Wait", "Choice", "Choice", "Succeed", "Fail"]
        if depth < DEEPEST:
            kinds += ["Parallel", "Map"]
        match self.random.choice(kinds):
            case "Task":
                return self._work({"Type": "Task", "Resource": self._resource()}, position, names)
            case "Pass":
                return {"Type": "Pass"} | self._onward(position, names)
            case "Wait":
                return {"Type": "Wait", "Seconds": self.random.randint(1, 90_000)} | self._onward(position, names)
            case "Choice":
                return self._choice(position, names)
            case "Succeed":
                return {"Type": "Succeed"}
            case "Fail":
                return {"Type": "Fail", "Error": "Broken"}
            case "Parallel":
                branches = [self.machine(depth + 1) for _ in range(self.random.randint(1, 4))]
                return self._work({"Type": "Parallel", "Branches": branches}, position, names)
        each = {"Type": "Map", "ItemProcessor": self.machine(depth + 1), "MaxConcurrency": 3}
        return self._work(each, position, names)

    def _resource(self) -> str:
        calls = (
            "lambda:invoke",
            "sqs:sendMessage.waitForTaskToken",
            "aws-sdk:sagemaker:createTransformJob",
            "sns:publish",
        )
        return f"arn:aws:states:::{self.random.choice(calls)}"

    def _onward(self, position: int, names: list[str]) -> dict[str, Any]:
        chance = self.random.random()
        if chance < 0.6 and position + 1 < len(names):
            return {"Next": names[position + 1]}
        if chance < 0.85:
            return {"Next": self.random.choice(names)}
        return {"End": True}

    def _choice(self, position: int, names: list[str]) -> dict[str, Any]:
        rules = [
            {
                "Variable": f"$.{'detail.' * self.random.randint(0, 4)}value",
                self.random.choice(("StringEquals", "StringMatches")): "x" * self.random.randint(1, 30),
                "Next": self.random.choice(names),
            }
            for _ in range(self.random.randint(1, 6))
        ]
        default = {"Default": names[min(position + 1, len(names) - 1)]} if self.random.random() < 0.8 else {}
        return {"Type": "Choice", "Choices": rules} | default

    def _work(self, state: dict[str, Any], position: int, names: list[str]) -> dict[str, Any]:
        state |= self._onward(position, names)
        if self.random.random() < 0.4:
            errors = ("PaymentDeclined", "GatewayUnavailable", "States.Timeout")
            catchers = [
                {
                    "ErrorEquals": self.random.sample(errors, self.random.randint(1, 3)),
                    "Next": self.random.choice(names),
                }
                for _ in range(self.random.randint(0, 2))
            ]
            state["Catch"] = [*catchers, {"ErrorEquals": ["States.ALL"], "Next": self.random.choice(names)}]
        if self.random.random() < 0.4:
            state["Retry"] = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 2, "MaxAttempts": 5}]
        return state

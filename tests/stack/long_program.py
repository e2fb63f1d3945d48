"""Programs of as many functions as a test wants."""

from collections.abc import Mapping
from typing import Any

from workflow_dsl.asl import from_json
from workflow_dsl.program import Program, Substitution
from workflow_dsl.resources import LambdaFunction


def calling(how_many: int) -> tuple[Program, Mapping[str, str]]:
    """A program of so many functions, called one after the other."""
    functions = [
        LambdaFunction(f"FunctionOfTwentyEightLetters{at}", handler="lambdas.shop.handler", input=dict, output=dict)
        for at in range(how_many)
    ]
    called = {each.logical_id: Substitution(each, "Arn") for each in functions}
    states: dict[str, Any] = {
        each.name: {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": {"FunctionName": f"${{{each.logical_id}}}"},
            **({"End": True} if each is functions[-1] else {"Next": functions[at + 1].name}),
        }
        for at, each in enumerate(functions)
    }
    machine = from_json({"QueryLanguage": "JSONata", "StartAt": functions[0].name, "States": states})
    program = Program("Long", machine, tuple(functions), called)
    return program, {each.logical_id: "def handler(event, context):\n    return event\n" for each in functions}

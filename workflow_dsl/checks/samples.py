"""Examples of definitions, as rules' files want them: short, and clean but for what the example is about."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from workflow_dsl.checks.rule import Sample, TemplateSample
from workflow_dsl.checks.subject import Function

Fields = dict[str, Any]

LAMBDA_RETRY: Final[Fields] = {
    "ErrorEquals": [
        "Lambda.ClientExecutionTimeoutException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
    ],
    "IntervalSeconds": 2,
    "MaxAttempts": 4,
    "BackoffRate": 2.0,
}
CATCH_ALL: Final[Fields] = {"ErrorEquals": ["States.ALL"], "Next": "Failed"}
QUESTION: Final[Fields] = {
    "QueueUrl": "${Orders}",
    "MessageBody": {"token": "{% $states.context.Task.Token %}"},
}
KEPT: Final = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
DONE: Final[Fields] = {"Type": "Succeed"}
FAILED: Final[Fields] = {"Type": "Fail", "Error": "PaymentFailed"}


def task(**fields: Any) -> Fields:
    """A good task that calls a function; a field given replaces one, None takes it away."""
    good = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": "${Charge}", "Payload": "{% $states.input %}"},
        "TimeoutSeconds": 40,
        "Retry": [LAMBDA_RETRY],
        "Catch": [CATCH_ALL],
        "Next": "Done",
    }
    return without_none({**good, **fields})


def service(resource: str, arguments: Any, **fields: Any) -> Fields:
    """A good task that calls a service."""
    retry = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 2, "MaxAttempts": 4, "BackoffRate": 2.0}]
    whole = f"arn:aws:states:::{resource}"
    return task(**{"Resource": whole, "Arguments": arguments, "Retry": retry, **fields})


def jsonpath_task(**fields: Any) -> Fields:
    """A good task in JSONPath."""
    parameters: Fields = {"FunctionName": "${Charge}", "Payload.$": "$"}
    given: Fields = {"Arguments": None, "Parameters": parameters, **fields}
    return task(**given)


def states(**given: Any) -> Sample:
    """A machine of these states, the first one first, with the ends Done and Failed where something leads there.

    What a Sample has beside the machine is given by its name, and so are its time-out and its query language.
    """
    functions: dict[str, Function] = given.pop("functions", {})
    language = given.pop("language", "JSONata")
    limits: Fields = {name: given.pop(name) for name in ("TimeoutSeconds", "Comment") if name in given}
    extra = {name: given.pop(name) for name in ("input", "sources", "express", "name") if name in given}
    head: Fields = {"QueryLanguage": language, "StartAt": next(iter(given)), **limits}
    return Sample(partial(_machine, head, given), functions, **extra)


def _machine(head: Fields, given: Fields) -> Fields:
    named = {"Done": DONE, "Failed": FAILED}
    wanted = {name: state for name, state in named.items() if name not in given and _mentions(given, name)}
    return {**head, "States": {**given, **wanted}}


def computed(output: str) -> Sample:
    """A machine of one Pass, the output of which is an expression."""
    return states(Name={"Type": "Pass", "Output": output, "End": True})


def jsonpath(**given: Any) -> Sample:
    """The same in JSONPath."""
    return states(language="JSONPath", **given)


def charge(**fields: Any) -> Sample:
    """A machine of one good task, with these fields."""
    return states(Charge=task(**fields))


def template(**sections: Any) -> TemplateSample:
    """A template of these resources; Parameters, Mappings, Conditions and Outputs are sections."""
    names = ("Parameters", "Mappings", "Conditions", "Outputs", "Globals")
    return TemplateSample(
        {name: value for name, value in sections.items() if name not in names},
        {name: value for name, value in sections.items() if name in names},
    )


def resource(kind: str, properties: Fields | None = None, **attributes: Any) -> Fields:
    """A resource of the type `AWS::<kind>`."""
    return {"Type": f"AWS::{kind}", **attributes, "Properties": properties or {}}


def versioned(called: str, **policies: str) -> TemplateSample:
    """A template of a machine that calls `called`: the function Charge, or its version, which has these policies."""
    states = {"Charge": {"Type": "Task", "Resource": "${Charge}", "End": True}}
    definition = {"Definition": {"StartAt": "Charge", "States": states}}
    return template(
        Pay=resource(
            "StepFunctions::StateMachine", {**definition, "DefinitionSubstitutions": {"Charge": {"Ref": called}}}
        ),
        Charge=resource("Lambda::Function"),
        ChargeVersion=resource("Lambda::Version", {"FunctionName": {"Ref": "Charge"}}, **policies),
    )


def without_none(fields: Fields) -> Fields:
    """The fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}


def _mentions(value: Any, name: str) -> bool:
    if isinstance(value, dict):
        return any(_mentions(each, name) for each in value.values())
    if isinstance(value, list):
        return any(_mentions(each, name) for each in value)
    return bool(value == name)

"""WF401."""

from collections.abc import Iterator

from workflow_dsl.asl.resource import (
    Resource,
    SdkTask,
    ServiceTask,
    action_names,
    find_service,
    sdk_service_names,
    service_names,
)
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import service, states
from workflow_dsl.checks.services.calls import resource_of
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity, suggest

_MESSAGE = {"QueueUrl": "${Orders}", "MessageBody": "an order"}


class UnknownAction(Rule):
    """A service or an action that Step Functions cannot call."""

    code = "WF401"
    severity = Severity.ERROR
    why = "The service refuses the definition: the resource is not recognised. Actions begin with a small letter."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html"
    valid = (states(Send=service("sqs:sendMessage", _MESSAGE)),)
    invalid = (
        states(Send=service("sqs:sendMesage", _MESSAGE)),
        states(Send=service("sqz:sendMessage", _MESSAGE)),
        states(Send=service("aws-sdk:sqss:sendMessage", _MESSAGE)),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look each service and action up."""
        for state, task in subject.tasks:
            problem = _problem(subject, resource_of(task.Resource))
            if problem is not None:
                yield Hit(state.at("Resource"), f'"{state.name}": {problem[0]}', problem[1])


def _problem(subject: Subject, resource: Resource) -> tuple[str, str] | None:
    if isinstance(resource, ServiceTask):
        if resource.service not in service_names():
            return _unknown_service(subject, resource)
        known = action_names(resource.service)
        if resource.action not in known:
            return _unknown_action(subject, resource, known)
    if isinstance(resource, SdkTask):
        if resource.service not in sdk_service_names():
            near = suggest(resource.service, sdk_service_names())
            instead = f"did you mean {near}?" if near else "name it as the SDK for Java does, in small letters"
            return f"there is no service {resource.service} in the SDK", instead
        model = find_service(resource.service)
        if model is not None and model.operation(resource.action) is None:
            near = suggest(resource.action, model.operation_names)
            action, near = _written(subject, resource.action), _written(subject, near or "")
            instead = f"did you mean {near}?" if near else "see the service's API reference"
            return f"{resource.service} has no action {action}", instead
    return None


def _unknown_service(subject: Subject, resource: ServiceTask) -> tuple[str, str]:
    near = suggest(resource.service, service_names())
    by_sdk = f"call it by the SDK: aws-sdk:{resource.service}:{resource.action}"
    instead = f"did you mean {near}?" if near else subject.words("leave optimized=True out", by_sdk)
    return f"{resource.service} has no optimized integration", instead


def _unknown_action(subject: Subject, resource: ServiceTask, known: tuple[str, ...]) -> tuple[str, str]:
    near = _written(subject, suggest(resource.action, known) or "")
    by_sdk = subject.words("leave optimized=True out, or call", "call it by the SDK, or")
    others = ", ".join(_written(subject, action) for action in known)
    instead = f"did you mean {near}?" if near else f"{by_sdk} one of: {others}"
    return f"{resource.service} has no optimized integration of {_written(subject, resource.action)}", instead


def _written(subject: Subject, action: str) -> str:
    """An action as the author spells it: as the API does in Python, with a small letter in a Resource."""
    return subject.words(f"{action[:1].upper()}{action[1:]}", action)

"""WF404."""

from collections.abc import Iterator

from workflow_dsl.asl.resource import Pattern, SdkTask, ServiceTask, action_names, patterns
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import service, states
from workflow_dsl.checks.services.calls import resource_of
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_JOB = {"JobName": "nightly", "JobDefinition": "${Definition}", "JobQueue": "${Jobs}"}


class UnsupportedPattern(Rule):
    """A way to wait for a service that Step Functions does not offer for it."""

    code = "WF404"
    severity = Severity.ERROR
    why = "The service refuses the definition: the resource is not recognised."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html"
    valid = (states(Job=service("batch:submitJob.sync", _JOB)),)
    invalid = (
        states(Alert=service("sns:publish.sync", {"TopicArn": "${Alerts}", "Message": "failed"})),
        states(
            Job=service("batch:submitJob.waitForTaskToken", {**_JOB, "Tags": {"t": "{% $states.context.Task.Token %}"}})
        ),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look the pattern of each call up."""
        for state, task in subject.tasks:
            resource = resource_of(task.Resource)
            offered: frozenset[Pattern] | None = None
            if isinstance(resource, ServiceTask) and resource.action in action_names(resource.service):
                offered = patterns(resource.service, resource.action)
            elif isinstance(resource, SdkTask):
                offered = frozenset({Pattern.REQUEST_RESPONSE, Pattern.CALLBACK})
            if offered is not None and isinstance(resource, ServiceTask | SdkTask) and resource.pattern not in offered:
                what = f"{resource.service}:{resource.action}"
                message = f'"{state.name}": {what} does not support {resource.pattern.value}'
                yield Hit(state.at("Resource"), message, _instead(subject, resource, offered))


def _instead(subject: Subject, resource: ServiceTask | SdkTask, offered: frozenset[Pattern]) -> str:
    own = f"{resource.service}:{resource.action}{resource.pattern.value}"
    if resource.action in action_names(resource.service) and resource.pattern in patterns(
        resource.service, resource.action
    ):
        return subject.words("write optimized=True beside it", f"call the optimized integration, {own}")
    ways = sorted(pattern.value or "request and response" for pattern in offered)
    return f"it supports {', '.join(ways)}"

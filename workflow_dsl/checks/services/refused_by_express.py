"""WF406."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.asl.resource import Activity, Pattern, SdkTask, ServiceTask
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import QUESTION, service, states
from workflow_dsl.checks.services.calls import resource_of
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.diagnostics import Severity


class RefusedByExpress(Rule):
    """Something that an Express state machine cannot do."""

    code = "WF406"
    severity = Severity.ERROR
    why = "Express state machines do not wait: no jobs (.sync), no callbacks, no activities, no distributed Map."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html"
    valid = (states(express=True, Send=service("sqs:sendMessage", {"QueueUrl": "${Orders}", "MessageBody": "paid"})),)
    invalid = (states(express=True, Ask=service("sqs:sendMessage.waitForTaskToken", QUESTION)),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Only where the machine is known to be Express, or a Map runs its iterations so."""
        for state in subject.states:
            if not subject.express and not _in_express_map(state):
                continue
            each = state.state
            if isinstance(each, asl.Task):
                waits = _waits(each.Resource)
                if waits is not None:
                    message = f'"{state.name}" uses {waits}, which Express state machines do not support'
                    standard = subject.words('write execution_type="STANDARD"', "make the state machine STANDARD")
                    yield Hit(state.at("Resource"), message, f"{standard}, or poll for the result")
            elif isinstance(each, asl.Map) and each.is_distributed:
                message = f'"{state.name}" is a distributed Map, which Express state machines do not support'
                yield Hit(
                    state.at("ItemProcessor", "ProcessorConfig", "Mode"),
                    message,
                    subject.words('write execution_type="STANDARD" around it', "make the state machine STANDARD"),
                )


def _waits(text: str) -> str | None:
    resource = resource_of(text)
    if isinstance(resource, Activity):
        return "an activity"
    if isinstance(resource, ServiceTask | SdkTask) and resource.pattern is not Pattern.REQUEST_RESPONSE:
        return str(resource.pattern.value)
    return None


def _in_express_map(state: StateAt) -> bool:
    holder = state.scope.holder
    if holder is None or not isinstance(holder.state, asl.Map):
        return False
    config = holder.state.processor.ProcessorConfig
    return config is not None and config.ExecutionType == "EXPRESS"

"""WF724."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl import asl
from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.stack.policies import allows, is_action_of
from workflow_dsl.checks.template import Machine, TemplateSubject
from workflow_dsl.diagnostics import FindingsError, Severity
from workflow_dsl.permissions.tasks import task_needs
from workflow_dsl.program import Program

_JOB = {
    "Type": "Task",
    "Resource": "arn:aws:states:::states:startExecution.sync",
    "Parameters": {"StateMachineArn": "${Refunds}"},
    "TimeoutSeconds": 60,
    "Retry": [{"ErrorEquals": ["States.ALL"]}],
    "End": True,
}
_NEEDED = ["states:StartExecution", "states:DescribeExecution", "states:StopExecution"]
_EVENTS = ["events:DescribeRule", "events:PutRule", "events:PutTargets"]


def _stack(*actions: str) -> TemplateSample:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": {"Ref": "Refunds"}}
    role = resource("IAM::Role", {"Policies": [{"PolicyName": "own", "PolicyDocument": {"Statement": [statement]}}]})
    definition = {"StartAt": "Refund", "States": {"Refund": _JOB}}
    substitutions = {"DefinitionSubstitutions": {"Refunds": {"Ref": "Refunds"}}}
    machine = {"Definition": definition, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}, **substitutions}
    return sample(Pay=resource("StepFunctions::StateMachine", machine), Role=role)


class MissingPermission(TemplateRule):
    """A state machine whose role may not do what a task asks for."""

    code = "WF724"
    severity = Severity.ERROR
    why = (
        "The task fails with States.Permissions when it is reached, or the stack cannot be created: waiting for "
        "a job (.sync) needs rules of EventBridge beside the action itself."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html"
    valid = (_stack(*_NEEDED, *_EVENTS),)
    invalid = (_stack(*_NEEDED), _stack("sns:Publish", *_EVENTS))

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Only where the role and all its policies are in the template."""
        for machine in template.machines:
            statements = [each for _, each in template.statements(machine.setting("RoleArn"))]
            if statements and isinstance(machine.definition, dict):
                yield from _check(machine, statements)


def _check(machine: Machine, statements: list[Mapping[str, Any]]) -> Iterator[Hit]:
    try:
        states = asl.from_json(machine.definition)
    except FindingsError:
        return
    allowed = [each.get("Action") for each in statements if allows(each)]
    program = Program(machine.resource.id, states)
    for path, state in asl.walk(states):
        needs = task_needs(program, state, has_grants=False) if isinstance(state, asl.Task) else ()
        for action in dict.fromkeys(action for actions, _ in needs for action in actions):
            if not any(is_action_of(action, patterns) for patterns in allowed):
                inside = machine.inside if machine.is_text else (*machine.inside, *path.json_path, "Resource")
                message = f'"{path.name}" needs {action}, and the role of {machine.resource.id} does not allow it'
                yield Hit(inside, message, f"allow {action} in the role's policy")

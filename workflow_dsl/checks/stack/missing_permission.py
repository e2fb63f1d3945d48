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
from workflow_dsl.permissions.distributed_map import map_needs
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
_OF_MAPS = ("states:StartExecution", "s3:ListBucket", "s3:PutObject")
"""Without these a distributed Map fails every time; the others are for stopping, redriving and large results."""
_EVENTS = ["events:DescribeRule", "events:PutRule", "events:PutTargets"]


_SCORE = {
    "Type": "Map",
    "ItemsPath": "$.orders",
    "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "Done",
        "States": {"Done": {"Type": "Succeed"}},
    },
    "ResultWriter": {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": {"Bucket": "scores", "Prefix": "today"},
    },
    "End": True,
}


def _stack(*actions: str, state: dict[str, Any] = _JOB) -> TemplateSample:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": {"Ref": "Refunds"}}
    role = resource("IAM::Role", {"Policies": [{"PolicyName": "own", "PolicyDocument": {"Statement": [statement]}}]})
    definition = {"StartAt": "Refund", "States": {"Refund": state}}
    substitutions = {"DefinitionSubstitutions": {"Refunds": {"Ref": "Refunds"}}} if state is _JOB else {}
    machine = {"Definition": definition, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}, **substitutions}
    return sample(Pay=resource("StepFunctions::StateMachine", machine), Role=role)


class MissingPermission(TemplateRule):
    """A state machine whose role may not do what a task or a distributed Map asks for."""

    code = "WF724"
    severity = Severity.ERROR
    why = (
        "The task fails with States.Permissions when it is reached, or the stack cannot be created: waiting for "
        "a job (.sync) needs rules of EventBridge beside the action itself."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html"
    valid = (_stack(*_NEEDED, *_EVENTS), _stack(*_OF_MAPS, state=_SCORE))
    invalid = (
        _stack(*_NEEDED),
        _stack("sns:Publish", *_EVENTS),
        _stack("s3:PutObject", state=_SCORE),
        _stack("states:StartExecution", state=_SCORE),
    )

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
        for action in dict.fromkeys(_needed(program, state)):
            if not any(is_action_of(action, patterns) for patterns in allowed):
                field = "Resource" if isinstance(state, asl.Task) else "ItemProcessor"
                inside = machine.inside if machine.is_text else (*machine.inside, *path.json_path, field)
                message = f'"{path.name}" needs {action}, and the role of {machine.resource.id} does not allow it'
                yield Hit(inside, message, f"allow {action} in the role's policy")


def _needed(program: Program, state: asl.State) -> Iterator[str]:
    if isinstance(state, asl.Task):
        needs = task_needs(program, state, has_grants=False)
        yield from (action for need in needs if not need.perhaps for action in need.actions)
    if isinstance(state, asl.Map):
        needed = (action for need in map_needs(program, state) for action in need.actions)
        yield from (action for action in needed if action in _OF_MAPS)

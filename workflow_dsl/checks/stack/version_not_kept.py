"""WF733."""

from collections.abc import Iterator
from typing import Final

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, references
from workflow_dsl.diagnostics import Severity

_KEPT: Final = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
_DEFINITION: Final = {"StartAt": "Charge", "States": {"Charge": {"Type": "Task", "Resource": "${Charge}", "End": True}}}


def _stack(**policies: str) -> TemplateSample:
    machine = {"Definition": _DEFINITION, "DefinitionSubstitutions": {"Charge": {"Ref": "ChargeVersion"}}}
    return sample(
        Pay=resource("StepFunctions::StateMachine", machine),
        Charge=resource("Lambda::Function"),
        ChargeVersion=resource("Lambda::Version", {"FunctionName": {"Ref": "Charge"}}, **policies),
    )


class VersionNotKept(TemplateRule):
    """A version of a function that the next deployment deletes while running executions still call it."""

    code = "WF733"
    severity = Severity.WARNING
    why = (
        "New code is a new version in the template, and the old one goes with its resource: executions that began "
        "with it fail at their next call."
    )
    source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-version.html"
    valid = (_stack(**_KEPT),)
    invalid = (_stack(), _stack(DeletionPolicy="Retain", UpdateReplacePolicy="Delete"))

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at the versions that state machines call."""
        called = {name for machine in template.machines for name in references(machine.resource.properties)}
        for each in template.of_type("AWS::Lambda::Version"):
            missing = [name for name in _KEPT if each.attributes.get(name, "Delete") == "Delete"]
            if each.id in called and missing:
                message = f"{each.id} is deleted by the next deployment, under executions that call it"
                instead = f'write "{missing[0]}": "Retain"'
                yield Hit(each.at(), message, instead, of_key=True)

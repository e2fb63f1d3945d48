"""WF733."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import KEPT, versioned
from workflow_dsl.checks.template import TemplateSubject, references
from workflow_dsl.diagnostics import Severity

_POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")


class VersionNotKept(TemplateRule):
    """A version of a function that the next deployment deletes while running executions still call it."""

    code = "WF733"
    severity = Severity.WARNING
    why = (
        "New code is a new version in the template, and the old one goes with its resource: executions that began "
        "with it fail at their next call."
    )
    source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-version.html"
    valid = (versioned("ChargeVersion", **KEPT),)
    invalid = (
        versioned("ChargeVersion"),
        versioned("ChargeVersion", DeletionPolicy="Retain", UpdateReplacePolicy="Delete"),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at the versions that state machines call."""
        called = {name for machine in template.machines for name in references(machine.resource.properties)}
        for each in template.of_type("AWS::Lambda::Version"):
            missing = [name for name in _POLICIES if each.attributes.get(name, "Delete") == "Delete"]
            if each.id in called and missing:
                message = f"{each.id} is deleted by the next deployment, under executions that call it"
                instead = f'write "{missing[0]}": "Retain"'
                yield Hit(each.at(), message, instead, of_key=True)

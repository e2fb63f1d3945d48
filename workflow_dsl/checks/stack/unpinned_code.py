"""WF706."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import KEPT, versioned
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity


class UnpinnedCode(TemplateRule):
    """A state machine that calls the newest code of a function which has versions."""

    code = "WF706"
    severity = Severity.WARNING
    why = (
        "A deployment changes the code under executions that are running: what they began with one version "
        "they end with another."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-version.html"
    valid = (versioned("ChargeVersion", **KEPT),)
    invalid = (versioned("Charge", **KEPT),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Only where the stack publishes versions of the function."""
        versions = [
            template.named(each.properties.get("FunctionName")) for each in template.of_type("AWS::Lambda::Version")
        ]
        published = {each.id for each in versions if each is not None}
        for machine in template.machines:
            given = machine.resource.properties.get("DefinitionSubstitutions")
            for name, value in given.items() if isinstance(given, dict) else ():
                found = template.named(value)
                if found is not None and found.id in published:
                    message = f"{machine.resource.id} calls whatever code {found.id} has at the moment"
                    yield Hit(
                        machine.resource.at("DefinitionSubstitutions", name),
                        message,
                        "refer to its AWS::Lambda::Version",
                    )

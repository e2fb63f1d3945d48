"""WF727."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.checks.placeholders import PLACEHOLDER
from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, strings_of
from workflow_dsl.diagnostics import Severity, suggest

_DEFINITION = {"StartAt": "Charge", "States": {"Charge": {"Type": "Task", "Resource": "${Charge}", "End": True}}}


def _pay(substitutions: dict[str, Any]) -> TemplateSample:
    properties = {"Definition": _DEFINITION, "DefinitionSubstitutions": substitutions}
    return sample(Pay=resource("StepFunctions::StateMachine", properties))


class UnresolvedSubstitution(TemplateRule):
    """A placeholder of a definition that nothing replaces, or a replacement that nothing asks for."""

    code = "WF727"
    severity = Severity.ERROR
    why = (
        "CloudFormation leaves the placeholder as it stands, and the task calls a function of that name; a "
        "replacement left over is mostly a renamed one."
    )
    source = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html"
    )
    valid = (_pay({"Charge": {"Ref": "Function"}}),)
    invalid = (
        _pay({"Chrage": {"Ref": "Function"}}),
        _pay({}),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Compare the names in the definition with those of DefinitionSubstitutions."""
        for machine in template.machines:
            given = machine.resource.properties.get("DefinitionSubstitutions", {})
            if not isinstance(given, dict) or not isinstance(machine.definition, dict) or machine.is_text:
                continue
            strings = strings_of(machine.written, machine.inside, in_intrinsics=False)
            wanted = {name: path for path, text in strings for name in PLACEHOLDER.findall(text)}
            for name in sorted(wanted.keys() - given.keys()):
                near = suggest(name, given)
                instead = f"did you mean ${{{near}}}?" if near else f'add "{name}" to DefinitionSubstitutions'
                yield Hit(wanted[name], f"nothing replaces ${{{name}}} in {machine.resource.id}", instead)
            if not wanted.keys() - given.keys():
                for name in sorted(given.keys() - wanted.keys()):
                    message = f"the definition of {machine.resource.id} has no ${{{name}}}"
                    yield Hit(machine.resource.at("DefinitionSubstitutions", name), message, "delete it", of_key=True)

"""WF705."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import Resource, TemplateSubject
from workflow_dsl.diagnostics import Severity

_PROPERTIES: Final[Mapping[str, tuple[str, str]]] = {
    "AWS::Lambda::Function": ("TracingConfig", "Mode"),
    "AWS::StepFunctions::StateMachine": ("TracingConfiguration", "Enabled"),
}


def _stack(enabled: bool) -> TemplateSample:
    machine = resource("StepFunctions::StateMachine", {"TracingConfiguration": {"Enabled": enabled}})
    return sample(Pay=machine, Charge=resource("Lambda::Function", {"TracingConfig": {"Mode": "Active"}}))


def _traced(each: Resource) -> bool:
    name, key = _PROPERTIES[each.type]
    given: Any = each.properties.get(name)
    return isinstance(given, dict) and given.get(key) in (True, "true", "Active")


class TracingOff(TemplateRule):
    """A part of the stack that is not traced, while others are."""

    code = "WF705"
    severity = Severity.WARNING
    why = "A trace with a hole in it does not show where the time went, nor which call failed."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html"
    valid = (_stack(True),)
    invalid = (_stack(False),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Only in a stack in which something is traced."""
        parts = [(each, _traced(each)) for each in template.resources.values() if each.type in _PROPERTIES]
        if not any(traced for _, traced in parts):
            return
        for each, traced in parts:
            if not traced:
                name = _PROPERTIES[each.type][0]
                yield Hit(
                    each.at(name), f"{each.id} is not traced, while other parts of the stack are", f"give it {name}"
                )

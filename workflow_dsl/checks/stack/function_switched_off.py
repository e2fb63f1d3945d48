"""WF726."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import FUNCTION_TYPES, TemplateSubject
from workflow_dsl.diagnostics import Severity


class FunctionSwitchedOff(TemplateRule):
    """A function or a rule that is switched off."""

    code = "WF726"
    severity = Severity.ERROR
    why = "Every invocation of a function without any concurrency is refused, and a disabled rule passes on no event."
    source = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"
    valid = (sample(Charge=resource("Lambda::Function", {"ReservedConcurrentExecutions": 5})),)
    invalid = (
        sample(Charge=resource("Lambda::Function", {"ReservedConcurrentExecutions": 0})),
        sample(Asked=resource("Events::Rule", {"State": "DISABLED"})),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at the reserved concurrency and at the state of rules."""
        for each in template.of_type(*FUNCTION_TYPES):
            if each.properties.get("ReservedConcurrentExecutions") == 0:
                message = f"{each.id} may run no invocation at all"
                yield Hit(each.at("ReservedConcurrentExecutions"), message, "leave it out, or allow some")
        for each in template.of_type("AWS::Events::Rule"):
            if each.properties.get("State") == "DISABLED":
                yield Hit(
                    each.at("State"),
                    f"{each.id} is disabled and passes on no event",
                    'write "ENABLED", or leave it out',
                )

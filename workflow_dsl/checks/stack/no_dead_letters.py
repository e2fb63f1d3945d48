"""WF717."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, as_list
from workflow_dsl.diagnostics import Severity
from workflow_dsl.source import Path


def _stack(letters: Any) -> TemplateSample:
    function = resource("Lambda::Function", {"DeadLetterConfig": {"TargetArn": {"Ref": "Queue"}}})
    target = {"Id": "function", "Arn": {"Ref": "Start"}, **({"DeadLetterConfig": letters} if letters else {})}
    return sample(Start=function, Asked=resource("Events::Rule", {"Targets": [target]}))


def _places(template: TemplateSubject) -> Iterator[tuple[Path, str, bool]]:
    for each in template.of_type("AWS::Events::Rule"):
        for index, target in enumerate(as_list(each.properties.get("Targets"))):
            if isinstance(target, dict):
                yield each.at("Targets", index), each.id, "DeadLetterConfig" in target
    for each in template.of_type("AWS::Lambda::Function"):
        yield each.at(), each.id, "DeadLetterConfig" in each.properties


class NoDeadLetters(TemplateRule):
    """An asynchronous call without a queue for what fails, while others in the stack have one."""

    code = "WF717"
    severity = Severity.WARNING
    why = (
        "Events that cannot be delivered, and invocations that fail three times, are thrown away: nobody "
        "knows which they were."
    )
    source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"
    valid = (_stack({"Arn": {"Ref": "Queue"}}),)
    invalid = (_stack(None),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Rules of EventBridge, and functions: only in a stack in which something has such a queue."""
        places = list(_places(template))
        if not any(found for _, _, found in places):
            return
        for path, name, found in places:
            if not found:
                instead = 'give it "DeadLetterConfig" with the ARN of a queue'
                yield Hit(path, f"what {name} cannot deliver is thrown away", instead, of_key=len(path) == 2)

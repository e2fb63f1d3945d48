"""WF723."""

import json
from collections.abc import Iterator
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, references
from workflow_dsl.diagnostics import Severity, suggest

_BODY = '{"widgets": [{"type": "metric", "properties": {"metrics": [["AWS/SQS", "X", "QueueName", "${Parked}"]]}}]}'


def _stack(body: str | list[Any]) -> TemplateSample:
    dashboard = resource("CloudWatch::Dashboard", {"DashboardBody": {"Fn::Sub": body}})
    return sample(Parked=resource("SQS::Queue"), Shown=dashboard)


class BrokenDashboard(TemplateRule):
    """A dashboard that CloudWatch refuses, or that shows what is not there."""

    code = "WF723"
    severity = Severity.ERROR
    why = "The stack cannot be created, or the graph that is looked at in an emergency is empty."
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html"
    valid = (_stack(_BODY), _stack([_BODY.replace("Parked", "Queue"), {"Queue": {"Ref": "Parked"}}]))
    invalid = (_stack(_BODY.replace("]}}]}", "}}]}")), _stack(_BODY.replace("Parked", "Parkd")))

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Read each body as JSON, and look its names up."""
        known = {*template.resources, *template.section("Parameters")}
        for each in template.of_type("AWS::CloudWatch::Dashboard"):
            path, body = each.at("DashboardBody"), each.properties.get("DashboardBody")
            text = _text(body)
            if text is None:
                continue
            named = {name for name in references(body) if not name.startswith("AWS::")}
            for name in sorted(named - known):
                near = suggest(name, known)
                yield Hit(
                    path,
                    f"{each.id} names {name}, which is not there",
                    f"did you mean {near}?" if near else "remove it",
                )
            if not _is_body(text):
                message = f"the body of {each.id} is not what CloudWatch reads"
                yield Hit(path, message, 'write {"widgets": [...]} as JSON')
            elif template.machines and "AWS/States" not in text:
                yield Hit(path, f"{each.id} shows no executions", "add metrics of the namespace AWS/States")


def _text(body: Any) -> str | None:
    if isinstance(body, dict):
        body = body.get("Fn::Sub")
        body = body[0] if isinstance(body, list) and body else body
    return body if isinstance(body, str) else None


def _is_body(text: str) -> bool:
    try:
        body = json.loads(text)
    except ValueError:
        return False
    widgets = body.get("widgets") if isinstance(body, dict) else None
    return isinstance(widgets, list) and all(isinstance(each, dict) and "properties" in each for each in widgets)

"""WF703."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity


def _pay(logging: dict[str, Any] | None, kind: str = "STANDARD") -> TemplateSample:
    properties = {"StateMachineType": kind, **({"LoggingConfiguration": logging} if logging else {})}
    return sample(Pay=resource("StepFunctions::StateMachine", properties))


def _others_log(template: TemplateSubject) -> bool:
    """Whether the stack keeps logs of other things."""
    return any(True for _ in template.of_type("AWS::Logs::LogGroup"))


class NoExecutionLog(TemplateRule):
    """A state machine without a log, or with one of failures only."""

    code = "WF703"
    severity = Severity.WARNING
    why = (
        "An Express execution leaves no other trace; of a Standard one the history is gone after 90 days, and "
        "no query goes over many of them."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html"
    valid = (_pay({"Level": "ALL"}),)
    invalid = (
        _pay({"Level": "OFF"}),
        _pay({"Level": "ERROR"}),
        _pay(None, kind="EXPRESS"),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """A Standard machine that says nothing is left alone in a stack without logs."""
        for machine in template.machines:
            logging = machine.setting("LoggingConfiguration")
            level = logging.get("Level", "OFF") if isinstance(logging, dict) else None
            path = machine.resource.at("LoggingConfiguration")
            if level in ("ERROR", "FATAL"):
                message = f"{machine.resource.id} logs failures only: of what led to them nothing is left"
                yield Hit(path, message, 'write "Level": "ALL"')
            elif level == "OFF" or (logging is None and (machine.express or _others_log(template))):
                message = f"{machine.resource.id} keeps no log of its executions"
                yield Hit(path, message, 'write "LoggingConfiguration": {"Level": "ALL", ...}')

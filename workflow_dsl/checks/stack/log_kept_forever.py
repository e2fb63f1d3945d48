"""WF716."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity


class LogKeptForever(TemplateRule):
    """A log that is kept for ever."""

    code = "WF716"
    severity = Severity.WARNING
    why = "It is paid for every month, and holds data longer than any rule allows."
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html"
    valid = (sample(Log=resource("Logs::LogGroup", {"RetentionInDays": 365})),)
    invalid = (sample(Log=resource("Logs::LogGroup")),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at RetentionInDays."""
        for each in template.of_type("AWS::Logs::LogGroup"):
            if each.properties.get("RetentionInDays") is None:
                yield Hit(each.at("RetentionInDays"), f"{each.id} is kept for ever", 'write "RetentionInDays": 365')

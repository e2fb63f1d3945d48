"""WF730."""

from collections.abc import Iterator
from typing import Final

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity

_THREE_DAYS: Final = 3 * 24 * 3600


class MessagesLost(TemplateRule):
    """A queue that forgets its messages before anybody can look."""

    code = "WF730"
    severity = Severity.WARNING
    why = (
        "What is parked or dead on a Friday evening should still be there on Monday: keep it for days, "
        "fourteen at most."
    )
    source = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html"
    valid = (sample(Parked=resource("SQS::Queue", {"MessageRetentionPeriod": 1209600})),)
    invalid = (sample(Parked=resource("SQS::Queue", {"MessageRetentionPeriod": 3600})),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Queues that say less than three days; those that say nothing keep messages for four."""
        for each in template.of_type("AWS::SQS::Queue"):
            seconds = each.properties.get("MessageRetentionPeriod")
            if isinstance(seconds, int) and seconds < _THREE_DAYS:
                message = f"{each.id} forgets its messages after {seconds / 3600:.0f} hours"
                yield Hit(each.at("MessageRetentionPeriod"), message, 'write "MessageRetentionPeriod": 1209600')

"""WF714."""

from collections.abc import Iterator
from typing import Final

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity

_KEPT: Final = (
    "AWS::DynamoDB::Table",
    "AWS::DynamoDB::GlobalTable",
    "AWS::KMS::Key",
    "AWS::RDS::DBInstance",
    "AWS::SecretsManager::Secret",
)


class DataNotKept(TemplateRule):
    """Data that is deleted with its stack, or when a change replaces it."""

    code = "WF714"
    severity = Severity.WARNING
    why = (
        "A renamed logical id or a changed key replaces the table; without a policy the old one is deleted, "
        "with all that is in it."
    )
    source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html"
    valid = (sample(Data=resource("RDS::DBInstance", DeletionPolicy="Retain", UpdateReplacePolicy="Retain")),)
    invalid = (
        sample(Data=resource("RDS::DBInstance", UpdateReplacePolicy="Retain")),
        sample(Data=resource("RDS::DBInstance", DeletionPolicy="Retain")),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at both policies of what holds data and of keys; of queues, where some of the stack's are kept."""
        queues = list(template.of_type("AWS::SQS::Queue"))
        kept = queues if any("DeletionPolicy" in each.attributes for each in queues) else []
        for each in (*template.of_type(*_KEPT), *kept):
            for name in ("DeletionPolicy", "UpdateReplacePolicy"):
                if each.attributes.get(name, "Delete") == "Delete":
                    when = "with the stack" if name == "DeletionPolicy" else "when a change replaces it"
                    given = name in each.attributes
                    path = (*each.at(), name) if given else each.at()
                    yield Hit(path, f"{each.id} is deleted {when}", f'write "{name}": "Retain"', of_key=not given)

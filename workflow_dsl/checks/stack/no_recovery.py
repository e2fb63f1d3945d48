"""WF715."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity


def _table(enabled: bool | None) -> dict[str, object]:
    recovery = {} if enabled is None else {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": enabled}}
    return resource("DynamoDB::Table", recovery, DeletionPolicy="Retain", UpdateReplacePolicy="Retain")


class NoRecovery(TemplateRule):
    """A table that cannot be set back to a point in time, or that one call deletes."""

    code = "WF715"
    severity = Severity.WARNING
    why = "A faulty deployment that overwrites records cannot be undone without it."
    source = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html"
    valid = (sample(Payments=_table(True)),)
    invalid = (
        sample(Payments=_table(False)),
        sample(Payments=_table(None)),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at PointInTimeRecoverySpecification, and at a protection that is switched off."""
        for each in template.of_type("AWS::DynamoDB::Table"):
            given = each.properties.get("PointInTimeRecoverySpecification")
            if not isinstance(given, dict) or given.get("PointInTimeRecoveryEnabled") in (None, False, "false"):
                path = each.at("PointInTimeRecoverySpecification")
                instead = 'write "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}'
                yield Hit(path, f"{each.id} cannot be set back to a point in time", instead)
            if each.properties.get("DeletionProtectionEnabled") in (False, "false"):
                instead = "write true, or a condition that holds in production"
                yield Hit(each.at("DeletionProtectionEnabled"), f"{each.id} is deleted by one call", instead)

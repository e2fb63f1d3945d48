"""WF731."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity


def _key(rotated: bool) -> dict[str, object]:
    return resource("KMS::Key", {"EnableKeyRotation": rotated}, DeletionPolicy="Retain", UpdateReplacePolicy="Retain")


class KeyNotRotated(TemplateRule):
    """A key that is never rotated."""

    code = "WF731"
    severity = Severity.WARNING
    why = "Rotation limits what one leaked key can open, costs nothing to set, and needs no change of anything else."
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"
    valid = (sample(Key=_key(True)),)
    invalid = (sample(Key=_key(False)),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Symmetric keys only: others cannot be rotated."""
        for each in template.of_type("AWS::KMS::Key"):
            symmetric = each.properties.get("KeySpec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
            if symmetric and each.properties.get("EnableKeyRotation") in (None, False, "false"):
                yield Hit(
                    each.at("EnableKeyRotation"), f"{each.id} is never rotated", 'write "EnableKeyRotation": true'
                )

"""WF707."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import Resource, TemplateSubject, references
from workflow_dsl.diagnostics import Severity

_PROPERTIES: Final[Mapping[str, tuple[str, ...]]] = {
    "AWS::SNS::Topic": ("KmsMasterKeyId",),
    "AWS::SQS::Queue": ("KmsMasterKeyId",),
    "AWS::Logs::LogGroup": ("KmsKeyId",),
    "AWS::SecretsManager::Secret": ("KmsKeyId",),
    "AWS::DynamoDB::Table": ("SSESpecification", "KMSMasterKeyId"),
    "AWS::Lambda::Function": ("KmsKeyArn",),
    "AWS::StepFunctions::StateMachine": ("EncryptionConfiguration", "KmsKeyId"),
}


def _stack(properties: dict[str, Any]) -> TemplateSample:
    key = resource("KMS::Key", {"EnableKeyRotation": True}, DeletionPolicy="Retain", UpdateReplacePolicy="Retain")
    topic = resource("SNS::Topic", {"KmsMasterKeyId": {"Ref": "Key"}})
    return sample(Key=key, Alerts=topic, Orders=resource("SNS::Topic", properties))


def _value(each: Resource) -> Any:
    value: Any = each.properties
    for step in _PROPERTIES[each.type]:
        value = value.get(step) if isinstance(value, dict) else None
    return value


class NotEncryptedWithKey(TemplateRule):
    """A resource that is not encrypted with the stack's own key, while others are."""

    code = "WF707"
    severity = Severity.WARNING
    why = (
        "Who may read it is then not decided by the key's policy: mostly the property was forgotten, or "
        "removed by mistake."
    )
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html"
    valid = (_stack({"KmsMasterKeyId": {"Ref": "Key"}}),)
    invalid = (_stack({}),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Only in a stack that has a key and uses it."""
        keys = {each.id for each in template.of_type("AWS::KMS::Key")}
        resources = [each for kind in _PROPERTIES for each in template.of_type(kind)]
        if not any(keys.intersection(references(_value(each))) for each in resources):
            return
        for each in resources:
            if _value(each) is None:
                name = _PROPERTIES[each.type]
                yield Hit(
                    each.at(name[0]), f"{each.id} is not encrypted with the stack's key", f"give it {'.'.join(name)}"
                )

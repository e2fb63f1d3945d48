"""Data that must not be lost."""

from collections.abc import Iterator

from workflow_dsl.stack.faults.fault import Fault, Resources, dig, listed, of_type

DATA = ("AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::SQS::Queue", "AWS::SecretsManager::Secret")


def not_kept(resources: Resources) -> Iterator[Fault]:
    """Deleted with the stack, or replaced by an empty one."""
    for logical_id, each in resources.items():
        if each.get("Type") not in DATA:
            continue
        if each.get("DeletionPolicy") not in ("Retain", "RetainExceptOnCreate"):
            instead = "write DeletionPolicy: RetainExceptOnCreate"
            yield Fault("WF714", logical_id, "its data goes with the stack", instead)
        if each.get("UpdateReplacePolicy") != "Retain":
            instead = "write UpdateReplacePolicy: Retain"
            yield Fault("WF714", logical_id, "its data goes when it is replaced", instead)


def not_restorable(resources: Resources) -> Iterator[Fault]:
    """A table that cannot be set back to the minute before a mistake, or that one call deletes."""
    for logical_id, properties in of_type(resources, "AWS::DynamoDB::Table"):
        if dig(properties, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled") is not True:
            instead = "write PointInTimeRecoveryEnabled: true"
            yield Fault("WF715", logical_id, "the table cannot be restored to a point in time", instead)
        if not properties.get("DeletionProtectionEnabled"):
            instead = "write DeletionProtectionEnabled, if only in production"
            yield Fault("WF715", logical_id, "the table is not protected from deletion", instead)


def kept_for_ever(resources: Resources) -> Iterator[Fault]:
    """A log group without a retention grows for ever."""
    for logical_id, properties in of_type(resources, "AWS::Logs::LogGroup"):
        if "RetentionInDays" not in properties:
            yield Fault("WF716", logical_id, "its events are kept for ever", "write RetentionInDays")


def events_lost(resources: Resources) -> Iterator[Fault]:
    """An event that a function fails on three times is gone without a dead-letter queue."""
    for logical_id, properties in of_type(resources, "AWS::Lambda::Function"):
        if dig(properties, "DeadLetterConfig", "TargetArn") is None:
            yield Fault("WF717", logical_id, "events that it fails on are lost", "write DeadLetterConfig")
    for logical_id, properties in of_type(resources, "AWS::Events::Rule"):
        if any(dig(target, "DeadLetterConfig", "Arn") is None for target in listed(properties.get("Targets"))):
            instead = "write DeadLetterConfig in each target"
            yield Fault("WF717", logical_id, "events that cannot be delivered are lost", instead)

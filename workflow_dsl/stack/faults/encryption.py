"""Encryption with a key of one's own, at rest and on the way."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.stack.faults.fault import Fault, Resources, dig, listed, named, of_type, statements

KEYS = {
    "AWS::DynamoDB::Table": ("SSESpecification", "KMSMasterKeyId"),
    "AWS::Lambda::Function": ("KmsKeyArn",),
    "AWS::Logs::LogGroup": ("KmsKeyId",),
    "AWS::SNS::Topic": ("KmsMasterKeyId",),
    "AWS::SQS::Queue": ("KmsMasterKeyId",),
    "AWS::SecretsManager::Secret": ("KmsKeyId",),
    "AWS::StepFunctions::StateMachine": ("EncryptionConfiguration", "KmsKeyId"),
}
POLICIES = {
    "AWS::SNS::Topic": ("AWS::SNS::TopicPolicy", "Topics"),
    "AWS::SQS::Queue": ("AWS::SQS::QueuePolicy", "Queues"),
}


def not_encrypted(resources: Resources) -> Iterator[Fault]:
    """Who may read data is decided by a key whose policy the owner writes, and whose every use is recorded."""
    for kind, path in KEYS.items():
        for logical_id, properties in of_type(resources, kind):
            if dig(properties, *path) is None:
                yield Fault("WF707", logical_id, "it has no key of its own", f"write {'.'.join(path)}")
    for logical_id, properties in of_type(resources, "AWS::KMS::Key"):
        if properties.get("EnableKeyRotation") is not True:
            yield Fault("WF707", logical_id, "the key does not rotate", "write EnableKeyRotation: true")


def without_tls(resources: Resources) -> Iterator[Fault]:
    """Topics and queues answer on plain HTTP too, unless their policy denies it."""
    for kind in POLICIES:
        for logical_id, _ in of_type(resources, kind):
            if not any(_denies_plain_http(each) for each in policy_of(resources, kind, logical_id)):
                instead = "deny what is asked for with aws:SecureTransport false in its policy"
                yield Fault("WF708", logical_id, "it can be used without TLS", instead)


def policy_of(resources: Resources, kind: str, logical_id: str) -> list[Any]:
    """The statements of the policies on a topic or queue."""
    policy, owners = POLICIES[kind]
    return [
        statement
        for _, properties in of_type(resources, policy)
        if logical_id in (named(owner) for owner in listed(properties.get(owners)))
        for statement in statements(properties.get("PolicyDocument"))
    ]


def _denies_plain_http(statement: Any) -> bool:
    secure = dig(statement, "Condition", "Bool", "aws:SecureTransport")
    return statement.get("Effect") == "Deny" and statement.get("Principal") == "*" and str(secure).lower() == "false"

"""Secrets."""

from workflow_dsl.resources import Secret
from workflow_dsl.stack.intrinsics import Value
from workflow_dsl.stack.kms import KEY_ARN
from workflow_dsl.stack.template import KEPT, resource


def secret(declared: Secret) -> dict[str, Value]:
    """The secret with a random value, until the real one is put in.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-secret.html
    """
    properties = {
        "Description": declared.description or None,
        "KmsKeyId": KEY_ARN,
        "GenerateSecretString": {},
    }
    return {declared.logical_id: resource("AWS::SecretsManager::Secret", properties, **KEPT)}

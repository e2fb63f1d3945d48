"""Policies of a template as IAM will see them: every reference in them replaced by the ARN that it will stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

ACCOUNT, REGION = "111122223333", "eu-central-1"
PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::StackName": "stack",
}
SHAPES = {
    "AWS::ApiGateway::RestApi": "execute-api:{place}:{name}",
    "AWS::DynamoDB::Table": "dynamodb:{place}:table/{name}",
    "AWS::KMS::Key": "kms:{place}:key/{name}",
    "AWS::Lambda::Function": "lambda:{place}:function:{name}",
    "AWS::Logs::LogGroup": "logs:{place}:log-group:{name}:*",
    "AWS::SNS::Topic": "sns:{place}:{name}",
    "AWS::SQS::Queue": "sqs:{place}:{name}",
    "AWS::SecretsManager::Secret": "secretsmanager:{place}:secret:{name}-a1b2c3",
    "AWS::StepFunctions::StateMachine": "states:{place}:stateMachine:{name}",
}
"""What follows `arn:aws:`.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""
_NAME = re.compile(r"\$\{([^}.]+)(?:\.\w+)?\}")


def allowed_statements(template: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The statements of all the template's managed policies."""
    resources = template["Resources"]
    return [
        _resolved(statement, resources)
        for each in resources.values()
        if each["Type"] == "AWS::IAM::ManagedPolicy"
        for statement in each["Properties"]["PolicyDocument"]["Statement"]
    ]


def _resolved(statement: Mapping[str, Any], resources: Mapping[str, Any]) -> dict[str, Any]:
    on = statement["Resource"]
    return {**statement, "Resource": [_arn(each, resources) for each in (on if isinstance(on, list) else [on])]}


def _arn(value: Any, resources: Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return value
    ((function, argument),) = value.items()
    if function == "Fn::Sub":
        return _NAME.sub(lambda found: _named(found[1], resources), argument)
    return _named(argument[0] if function == "Fn::GetAtt" else argument, resources)


def _named(name: str, resources: Mapping[str, Any]) -> str:
    if name in PSEUDO:
        return PSEUDO[name]
    return "arn:aws:" + SHAPES[resources[name]["Type"]].format(place=f"{REGION}:{ACCOUNT}", name=name)

"""What the emulator cannot take, as data. Each line was seen by running it (ministack 1.5.33)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

UNSUPPORTED_TYPES: Mapping[str, str] = {
    "AWS::CloudWatch::CompositeAlarm": "the emulator has no composite alarms",
    "AWS::StepFunctions::StateMachineAlias": "the emulator has no aliases of state machines; the machine stands in",
    "AWS::StepFunctions::StateMachineVersion": "the emulator has no versions of state machines; the machine stands in",
}
"""Resource types for which the emulator's CloudFormation refuses the whole template."""

UNSUPPORTED_PROPERTIES: Mapping[tuple[str, str], str] = {
    ("AWS::CloudWatch::Alarm", "Metrics"): "the emulator has no alarms on metric math",
}
"""Properties with which the emulator fails to create the resource; the resource is left out."""

IGNORED_PROPERTIES: Mapping[tuple[str, str], str] = {
    ("AWS::ApiGateway::Method", "RequestValidatorId"): "requests are not checked against the model",
    ("AWS::ApiGateway::Stage", "AccessLogSetting"): "no access log is written",
    ("AWS::DynamoDB::Table", "PointInTimeRecoverySpecification"): "there are no backups",
    ("AWS::DynamoDB::Table", "SSESpecification"): "rows are not encrypted",
    ("AWS::Lambda::Function", "DeadLetterConfig"): "events that fail are not sent there",
    ("AWS::Lambda::Function", "KmsKeyArn"): "environment variables are not encrypted",
    ("AWS::Lambda::Function", "ReservedConcurrentExecutions"): "no concurrency is reserved",
    ("AWS::SNS::Topic", "KmsMasterKeyId"): "messages are not encrypted",
    ("AWS::StepFunctions::StateMachine", "LoggingConfiguration"): "no log of executions is written",
    ("AWS::StepFunctions::StateMachine", "TracingConfiguration"): "nothing is traced",
}
"""Properties that the emulator takes and does nothing with: what a local run does not show."""

STAND_INS: Mapping[str, tuple[str, ...]] = {
    "AWS::StepFunctions::StateMachineAlias": ("RoutingConfiguration", "StateMachineVersionArn", "DeploymentPreference"),
    "AWS::StepFunctions::StateMachineVersion": ("StateMachineArn",),
}
"""Left-out types for which another resource stands in: the properties that refer to it."""

REF_ATTRIBUTES: Mapping[str, str] = {"AWS::SecretsManager::Secret": "Id"}
"""Types whose Ref the emulator answers with something else than AWS does: the attribute that has what AWS answers.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-secret.html
"""

REF_REASON = "the emulator's Ref is the name, and AWS's the ARN"
HTTP_REASON = "the emulator is reached by plain HTTP, on the loopback interface only"
SUBSCRIBE_REASON = "a run listens to the topics through queues"
MACHINE_REASON = "on the emulator a state machine acts as the account, never under its role"
ANSWER_REASON = "the emulator cannot tell whose task a token belongs to"
CALLBACK_REASON = "a local run answers at once or never; nobody waits for days"
RUNTIME_REASON = "under AWS's own runtime client names of exceptions reach Retry and Catch"
ZIP_REASON = "libraries come as this Python on this machine runs them, by the same pins"
LAYER_REASON = "packages come from the environment of this Python"
PARAMETER_REASON = "AWS's public parameters do not exist on the emulator"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the template and what runs on the emulator."""

    logical_id: str
    what: str
    reason: str

    def __str__(self) -> str:
        return f"{self.logical_id}: {self.what}; {self.reason}"

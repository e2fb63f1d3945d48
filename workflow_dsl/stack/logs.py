"""Log groups."""

from workflow_dsl.naming import upper_camel
from workflow_dsl.stack.intrinsics import Value, of_environment
from workflow_dsl.stack.kms import KEY_ARN
from workflow_dsl.stack.template import resource


def machine_log_group_id(name: str) -> str:
    """The log group of the state machine or API of this name."""
    return f"LogsLogGroup{upper_camel(name)}"


def log_group(logical_id: str, name: Value | None = None) -> dict[str, Value]:
    """An encrypted log group that keeps its events as long as the environment wants, and goes with the stack.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-loggroup.html
    """
    properties = {"LogGroupName": name, "KmsKeyId": KEY_ARN, "RetentionInDays": of_environment("LogDays")}
    with_stack = {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
    return {logical_id: resource("AWS::Logs::LogGroup", properties, **with_stack)}

"""Log groups."""

from workflow_dsl.naming import upper_camel
from workflow_dsl.stack.intrinsics import Value, find_in_map
from workflow_dsl.stack.kms import KEY_ARN
from workflow_dsl.stack.names import ENVIRONMENT_PARAMETER
from workflow_dsl.stack.template import KEPT, resource


def machine_log_group_id(name: str) -> str:
    """The log group of the state machine or API of this name."""
    return f"LogsLogGroup{upper_camel(name)}"


def execution_log_group_id(name: str) -> str:
    """The log group in which API Gateway tells what went wrong inside of the API of this name."""
    return f"{machine_log_group_id(name)}Execution"


def log_group(logical_id: str, name: Value | None = None, *, kept: bool = False) -> dict[str, Value]:
    """An encrypted log group that keeps its events as long as the environment wants.

    It goes with the stack, so that a stack of the same name can be made anew. With `kept` it stays behind with its last
    events, as data does; it may have no name then.
    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-loggroup.html
    """
    properties = {
        "LogGroupName": name,
        "KmsKeyId": KEY_ARN,
        "RetentionInDays": find_in_map("Environments", ENVIRONMENT_PARAMETER, "LogDays"),
    }
    fate = KEPT if kept else {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
    return {logical_id: resource("AWS::Logs::LogGroup", properties, **fate)}

"""The Resource of a Task: what is called, how, and whether AWS offers it.

In: the text of a Resource. Out: a value that says what it is; for services the patterns that AWS supports; for SDK
integrations the operation with its arguments and errors. Touches: its own tables, and the service models that botocore
installs, read as files: botocore itself is never imported, and where it is not installed nothing is known of the SDK.

https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html
"""

from workflow_dsl.asl.resource.facts import ErrorName, error_names, limit
from workflow_dsl.asl.resource.integrations import action_names, patterns, service_names
from workflow_dsl.asl.resource.kinds import (
    Activity,
    LambdaArn,
    OtherResource,
    Pattern,
    Resource,
    SdkTask,
    ServiceTask,
    Substitution,
)
from workflow_dsl.asl.resource.parse import parse
from workflow_dsl.asl.resource.sdk import SdkOperation, SdkService, find_service, sdk_service_names

__all__ = [
    "Activity",
    "ErrorName",
    "LambdaArn",
    "OtherResource",
    "Pattern",
    "Resource",
    "SdkOperation",
    "SdkService",
    "SdkTask",
    "ServiceTask",
    "Substitution",
    "action_names",
    "error_names",
    "find_service",
    "limit",
    "parse",
    "patterns",
    "sdk_service_names",
    "service_names",
]

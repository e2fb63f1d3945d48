"""workflow_dsl: declare workflows for AWS Step Functions in typed Python, and compile them to a stack that can be deployed.

This is the front door: everything that a definition needs is here. `workflow_dsl.testing` is the only other public module.
"""

from workflow_dsl.dsl import errors
from workflow_dsl.dsl.bind import bind
from workflow_dsl.dsl.conditions import all_of, any_of, exists, not_
from workflow_dsl.dsl.context import caught, context
from workflow_dsl.dsl.jsonata import jsonata
from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps import (
    AwsTask,
    Choice,
    DynamoPutItem,
    DynamoUpdateItem,
    Fail,
    Flow,
    LambdaTask,
    Map,
    Parallel,
    Pass,
    SnsPublish,
    SqsSendMessage,
    Succeed,
    Wait,
    When,
)
from workflow_dsl.dsl.workflow import Workflow
from workflow_dsl.resources import (
    EventRule,
    HttpApi,
    Index,
    LambdaFunction,
    Metric,
    Parameter,
    Queue,
    Schedule,
    Secret,
    StateMachineResource,
    Table,
    Topic,
)

__all__ = [
    "AwsTask",
    "Catch",
    "Choice",
    "DynamoPutItem",
    "DynamoUpdateItem",
    "EventRule",
    "Fail",
    "Flow",
    "HttpApi",
    "Index",
    "LambdaFunction",
    "LambdaTask",
    "Map",
    "Metric",
    "Parallel",
    "Parameter",
    "Pass",
    "Queue",
    "Retry",
    "Schedule",
    "Secret",
    "SnsPublish",
    "SqsSendMessage",
    "StateMachineResource",
    "Succeed",
    "Table",
    "Topic",
    "Wait",
    "When",
    "Workflow",
    "all_of",
    "any_of",
    "bind",
    "caught",
    "context",
    "errors",
    "exists",
    "jsonata",
    "not_",
]

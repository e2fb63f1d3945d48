"""workflow_dsl: declare workflows for AWS Step Functions in typed Python, and compile them to a stack that can be deployed.

This is the front door: everything that a definition needs is here. `workflow_dsl.testing` is the only other public module.
"""

from workflow_dsl.dsl import errors
from workflow_dsl.dsl.bind import bind
from workflow_dsl.dsl.conditions import all_of, any_of, exists, not_
from workflow_dsl.dsl.context import caught, context
from workflow_dsl.dsl.jsonata import jsonata
from workflow_dsl.dsl.jsonpath import jsonpath, rule, timestamp
from workflow_dsl.dsl.paths import Paths
from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps import (
    AwsTask,
    Choice,
    DistributedMap,
    DynamoPutItem,
    DynamoUpdateItem,
    Fail,
    Flow,
    HttpTask,
    ItemBatcher,
    ItemReader,
    LambdaTask,
    Map,
    Parallel,
    Pass,
    ReaderConfig,
    ResourceTask,
    ResultWriter,
    SnsPublish,
    SqsSendMessage,
    Succeed,
    Wait,
    When,
    WriterConfig,
)
from workflow_dsl.dsl.verbatim import verbatim
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
    "DistributedMap",
    "DynamoPutItem",
    "DynamoUpdateItem",
    "EventRule",
    "Fail",
    "Flow",
    "HttpApi",
    "HttpTask",
    "Index",
    "ItemBatcher",
    "ItemReader",
    "LambdaFunction",
    "LambdaTask",
    "Map",
    "Metric",
    "Parallel",
    "Parameter",
    "Pass",
    "Paths",
    "Queue",
    "ReaderConfig",
    "ResourceTask",
    "ResultWriter",
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
    "WriterConfig",
    "all_of",
    "any_of",
    "bind",
    "caught",
    "context",
    "errors",
    "exists",
    "jsonata",
    "jsonpath",
    "not_",
    "rule",
    "timestamp",
    "verbatim",
]

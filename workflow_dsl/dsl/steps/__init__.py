"""Steps: one class per kind of state; one step becomes one state with exactly its name."""

from workflow_dsl.dsl.steps.aws_task import AwsTask
from workflow_dsl.dsl.steps.choice import Choice, When
from workflow_dsl.dsl.steps.distributed_map import (
    DistributedMap,
    ItemBatcher,
    ItemReader,
    ReaderConfig,
    ResultWriter,
    WriterConfig,
)
from workflow_dsl.dsl.steps.dynamo import DynamoPutItem, DynamoUpdateItem
from workflow_dsl.dsl.steps.ends import Fail, Succeed
from workflow_dsl.dsl.steps.flow import Flow, Route
from workflow_dsl.dsl.steps.http_task import HttpTask
from workflow_dsl.dsl.steps.lambda_task import LambdaTask
from workflow_dsl.dsl.steps.map import Map
from workflow_dsl.dsl.steps.messages import SnsPublish, SqsSendMessage
from workflow_dsl.dsl.steps.parallel import Parallel
from workflow_dsl.dsl.steps.pass_ import Pass
from workflow_dsl.dsl.steps.resource_task import ResourceTask
from workflow_dsl.dsl.steps.step import Step
from workflow_dsl.dsl.steps.task import Task
from workflow_dsl.dsl.steps.wait import Wait

__all__ = [
    "AwsTask",
    "Choice",
    "DistributedMap",
    "DynamoPutItem",
    "DynamoUpdateItem",
    "Fail",
    "Flow",
    "HttpTask",
    "ItemBatcher",
    "ItemReader",
    "LambdaTask",
    "Map",
    "Parallel",
    "Pass",
    "ReaderConfig",
    "ResourceTask",
    "ResultWriter",
    "Route",
    "SnsPublish",
    "SqsSendMessage",
    "Step",
    "Succeed",
    "Task",
    "Wait",
    "When",
    "WriterConfig",
]

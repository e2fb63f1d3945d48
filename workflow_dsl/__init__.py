"""workflow_dsl: workflows for AWS Step Functions in typed Python, compiled to a stack that can be deployed.

This is the front door: everything that a definition needs is here. `workflow_dsl.testing` and
`workflow_dsl.datascience` are the only other public modules. Nothing is loaded before it is asked for, so that tools
which want a part do not wait for the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
        Step,
        Succeed,
        Wait,
        When,
        WriterConfig,
    )
    from workflow_dsl.dsl.verbatim import verbatim
    from workflow_dsl.dsl.workflow import Workflow
    from workflow_dsl.permissions import Adjustments, Statement, Target
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
        Vpc,
    )
    from workflow_dsl.stack.options import StackOptions

_HOMES = {
    "workflow_dsl.dsl": ("errors",),
    "workflow_dsl.dsl.bind": ("bind",),
    "workflow_dsl.dsl.conditions": (
        "all_of",
        "any_of",
        "exists",
        "not_",
    ),
    "workflow_dsl.dsl.context": (
        "caught",
        "context",
    ),
    "workflow_dsl.dsl.jsonata": ("jsonata",),
    "workflow_dsl.dsl.jsonpath": (
        "jsonpath",
        "rule",
        "timestamp",
    ),
    "workflow_dsl.dsl.paths": ("Paths",),
    "workflow_dsl.dsl.retry": (
        "Catch",
        "Retry",
    ),
    "workflow_dsl.dsl.steps": (
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
        "SnsPublish",
        "SqsSendMessage",
        "Step",
        "Succeed",
        "Wait",
        "When",
        "WriterConfig",
    ),
    "workflow_dsl.dsl.verbatim": ("verbatim",),
    "workflow_dsl.dsl.workflow": ("Workflow",),
    "workflow_dsl.permissions": (
        "Adjustments",
        "Statement",
        "Target",
    ),
    "workflow_dsl.resources": (
        "EventRule",
        "HttpApi",
        "Index",
        "LambdaFunction",
        "Metric",
        "Parameter",
        "Queue",
        "Schedule",
        "Secret",
        "StateMachineResource",
        "Table",
        "Topic",
        "Vpc",
    ),
    "workflow_dsl.stack.options": ("StackOptions",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Adjustments",
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
    "StackOptions",
    "StateMachineResource",
    "Statement",
    "Step",
    "Succeed",
    "Table",
    "Target",
    "Topic",
    "Vpc",
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


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"workflow_dsl has no {name}", name=name, obj=import_module(__name__))
    home = import_module(_HOME_OF[name])
    value = getattr(home, name) if hasattr(home, name) else import_module(f"{home.__name__}.{name}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""Resources: what a workflow runs on, as values: functions, tables, topics, queues, secrets, parameters and triggers.

In: what a user declares. Out: frozen values that both the DSL and a compiled program carry; each knows its logical id
and what may be granted on it. Nothing here knows a state machine, a template or AWS's API."""

from workflow_dsl.resources.function import AnyFunction, LambdaFunction
from workflow_dsl.resources.machine import StateMachineResource
from workflow_dsl.resources.metric import Metric
from workflow_dsl.resources.parameter import Parameter
from workflow_dsl.resources.queue import Queue
from workflow_dsl.resources.resource import Grant, Resource
from workflow_dsl.resources.secret import Secret
from workflow_dsl.resources.table import Index, Table
from workflow_dsl.resources.topic import Topic
from workflow_dsl.resources.triggers import EventRule, HttpApi, Schedule, Trigger
from workflow_dsl.resources.vpc import Vpc

__all__ = [
    "AnyFunction",
    "EventRule",
    "Grant",
    "HttpApi",
    "Index",
    "LambdaFunction",
    "Metric",
    "Parameter",
    "Queue",
    "Resource",
    "Schedule",
    "Secret",
    "StateMachineResource",
    "Table",
    "Topic",
    "Trigger",
    "Vpc",
]

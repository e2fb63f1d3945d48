"""Stacks in AWS or on the emulator: deploy, look at, delete.

In: the text of a template, a stack's name and parameters, a `Connection`. Out: events as they come. Touches: the
network, through boto3, which is imported when a connection is made and not before.
"""

from workflow_dsl.deploy.change_set import StackRequest, deploy_stack
from workflow_dsl.deploy.connection import Client, Connection, connect, connect_to_emulator
from workflow_dsl.deploy.destroy import Deletion, delete_stack, plan_deletion
from workflow_dsl.deploy.errors import (
    AccessError,
    AwsError,
    DeployError,
    ParameterError,
    ProfileError,
    RegionError,
    StackError,
    StackNameError,
)
from workflow_dsl.deploy.events import ChangeSetReady, Deployed, DeployEvent, Note, ResourceChange, StackEvent
from workflow_dsl.deploy.parameters import check_parameters
from workflow_dsl.deploy.rows import plain_row, table_keys, table_rows
from workflow_dsl.deploy.stack import Stack, StackResource, find_stack, stack_resources
from workflow_dsl.deploy.stack_name import check_stack_name
from workflow_dsl.deploy.template_text import Template, read_template
from workflow_dsl.deploy.upload import upload

__all__ = [
    "AccessError",
    "AwsError",
    "ChangeSetReady",
    "Client",
    "Connection",
    "Deletion",
    "DeployError",
    "DeployEvent",
    "Deployed",
    "Note",
    "ParameterError",
    "ProfileError",
    "RegionError",
    "ResourceChange",
    "Stack",
    "StackError",
    "StackNameError",
    "StackEvent",
    "StackRequest",
    "StackResource",
    "Template",
    "check_parameters",
    "check_stack_name",
    "connect",
    "connect_to_emulator",
    "delete_stack",
    "deploy_stack",
    "find_stack",
    "plain_row",
    "plan_deletion",
    "read_template",
    "stack_resources",
    "table_keys",
    "table_rows",
    "upload",
]

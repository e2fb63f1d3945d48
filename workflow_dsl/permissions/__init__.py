"""Permissions: the least that each role of a program needs, and why.

In: a `Program`. Out: for the state machine and for each function the IAM statements of its role, each with the state,
grant or setting that asks for it. Pure: reads only its own tables of AWS's actions, and knows no template.
"""

from workflow_dsl.permissions.adjust import Adjustments
from workflow_dsl.permissions.derive import derive_statements
from workflow_dsl.permissions.merge import merge_statements
from workflow_dsl.permissions.statement import (
    ANYTHING,
    DEAD_LETTER_QUEUE,
    ENCRYPTION_KEY,
    Statement,
    Target,
    log_group_id,
    machine_id,
)
from workflow_dsl.permissions.tables import actions_without_resources

__all__ = [
    "ANYTHING",
    "DEAD_LETTER_QUEUE",
    "ENCRYPTION_KEY",
    "Adjustments",
    "Statement",
    "Target",
    "actions_without_resources",
    "derive_statements",
    "log_group_id",
    "machine_id",
    "merge_statements",
]

"""What the role of a Lambda function may do."""

from collections.abc import Iterator

from workflow_dsl.permissions.statement import (
    ANYTHING,
    DEAD_LETTER_QUEUE,
    ENCRYPTION_KEY,
    Statement,
    Target,
    log_group_id,
    machine_id,
)
from workflow_dsl.permissions.tables import support
from workflow_dsl.program import Program
from workflow_dsl.resources import AnyFunction, Grant, StateMachineResource


def function_statements(program: Program, function: AnyFunction) -> Iterator[Statement]:
    """What the function was granted, and what Lambda does in its name: logs, traces, dead letters, encryption, and
    connecting it with its VPC.
    """
    for grant in function.grants:
        yield granted(program, grant, f'function "{function.name}" is granted it')
    targets = {
        "logs": Target(log_group_id(function)),
        "dead_letters": Target(DEAD_LETTER_QUEUE),
        "traces": ANYTHING,
        "encryption": Target(ENCRYPTION_KEY),
    }
    for need, (actions, reason) in support("function").items():
        yield Statement(actions, (targets[need],), reason, (function.site,), in_its_name=True)
    if function.vpc is not None:
        yield from _connection(function)


def _connection(function: AnyFunction) -> Iterator[Statement]:
    """In which subnets, the network says; they may be another account's, shared with this one."""
    targets = {"interfaces": Target("", "arn:${AWS::Partition}:ec2:${AWS::Region}:*:*/*"), "network": ANYTHING}
    for need, (actions, reason) in support("vpc").items():
        yield Statement(actions, (targets[need],), reason, (function.site,), in_its_name=True, not_by_code=True)


def granted(program: Program, grant: Grant, reason: str) -> Statement:
    """The statement that a grant asks for."""
    logical_id = grant.resource.logical_id
    if isinstance(grant.resource, StateMachineResource) and grant.resource.name == program.name:
        logical_id = machine_id(program)
    return Statement(grant.actions, (Target(logical_id, grant.below),), reason, (grant.site,))

"""Statements of an IAM policy, with their reasons."""

from dataclasses import dataclass
from typing import NamedTuple

from workflow_dsl.naming import upper_camel
from workflow_dsl.program import Program
from workflow_dsl.resources import AnyFunction, StateMachineResource
from workflow_dsl.source import CallSite, Place

DEAD_LETTER_QUEUE = "SQSQueueDeadLetters"
ENCRYPTION_KEY = "KMSKeyEncryption"
"""Logical ids of what every stack has beside the program's own resources."""


class Target(NamedTuple):
    """What a statement is about: the ARN of the stack's resource `logical_id`, followed by `below`.

    Without `logical_id`, `below` is the whole ARN, in which `${AWS::Region}` and its like may stand. Below a state
    machine, as ":*", are its executions.
    """

    logical_id: str
    below: str = ""


ANYTHING = Target("", "*")


class Need(NamedTuple):
    """Actions that a state calls, and on what; roles are handed on to the service `passed_to` alone.

    Whether it is needed `perhaps` depends on what nobody sees here: on a query, a task definition, tags.
    """

    actions: tuple[str, ...]
    targets: tuple[Target, ...]
    passed_to: str = ""
    perhaps: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Permission for `actions` on `resources`.

    `reason` says in a sentence who needs it for what; `sites` are where that is written. `in_its_name` tells what AWS
    does in the name of the role for logs, traces, dead letters and encryption, which every role needs. `passed_to` is
    the one service, as "ecs-tasks.amazonaws.com", that the roles of an iam:PassRole may be handed to. `not_by_code` is
    for what Lambda calls with a function's role and the function's own code must not.
    Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    """

    actions: tuple[str, ...]
    resources: tuple[Target, ...]
    reason: str
    sites: tuple[CallSite, ...] = ()
    in_its_name: bool = False
    passed_to: str = ""
    not_by_code: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the need is written. Reads the files."""
        return tuple(site.place for site in self.sites)


def machine_id(program: Program) -> str:
    """The logical id of the program's state machine."""
    return f"{StateMachineResource.kind}{upper_camel(program.name)}"


def log_group_id(function: AnyFunction) -> str:
    """The logical id of a function's log group."""
    return f"LogsLogGroup{upper_camel(function.name)}"

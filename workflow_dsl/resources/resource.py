"""What every resource has: a name, a logical id, and permissions that can be granted on it."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, Field

from workflow_dsl.declaration import Declaration
from workflow_dsl.diagnostics import suggest
from workflow_dsl.naming import upper_camel


def _has_letters(name: str) -> str:
    if not upper_camel(name):
        raise ValueError(
            f'"{name}" has no letter or digit to make a logical id of; write a name such as "PaymentAlerts"'
        )
    return name


ResourceName = Annotated[
    str,
    AfterValidator(_has_letters),
    Field(min_length=1, max_length=80, description='a name, as "PaymentTransactions"'),
]


class Resource(Declaration):
    """Something in the stack. Passed as a value (an environment variable, an argument) it stands for its `Ref`.

    Its logical id is its kind and its name: the table "PaymentTransactions" is DynamoDBTablePaymentTransactions.
    """

    kind: ClassVar[str] = ""
    service: ClassVar[str] = ""
    _instead_of_text: ClassVar[str] = (
        """give it as a value of its own, or join it in a step with jsonata("'queue ' & $it", it=..., type=str)"""
    )
    name: ResourceName

    @property
    def logical_id(self) -> str:
        """Its key in the template's Resources or Parameters; letters and digits only."""
        return f"{self.kind}{upper_camel(self.name)}"

    def grant(self, *actions: str, below: str = "") -> "Grant":
        """Permission for exactly these IAM actions (as "dynamodb:PutItem") on this resource, or on the part `below` it.

        Raises FindingsError (WF103) when an action is none that IAM allows on one resource of this resource's service.
        """
        return Grant(resource=self, actions=actions, below=below)


class Grant(Declaration):
    """IAM actions on one resource; `below` is appended to its ARN, as "/index/*". For the `grants` of a function."""

    positional: ClassVar[tuple[str, ...]] = ()
    resource: Resource = Field(description="the resource")
    actions: Annotated[tuple[str, ...], Field(min_length=1, description='actions, as ["dynamodb:PutItem"]')]
    below: str = Field("", description='a part of the resource, as "/index/*"')

    def _faults(self) -> Iterator[tuple[str, str]]:
        service = self.resource.service
        for action in self.actions:
            own, _, name = action.partition(":")
            if own != service or "*" in action:
                instead = f'write whole actions of its service, as "{service}:..."'
                yield f'"{action}" cannot be granted on {self.resource.logical_id}', instead
            elif name not in (known := _facts()["actions"].get(service, ())):
                near = suggest(name, known)
                meant = _facts()["meant"].get(action, f"{service}:{near}" if near else None)
                instead = f"did you mean {meant}?" if meant else "see the Service Authorization Reference"
                yield f"IAM has no action {action} that can be granted on one resource", instead

    if TYPE_CHECKING:

        def __init__(self, *, resource: Resource, actions: tuple[str, ...], below: str = "") -> None: ...


@cache
def _facts() -> dict[str, Any]:
    """What IAM allows on one resource, by service, and what is meant by other names."""
    table: dict[str, Any] = json.loads(Path(__file__).with_name("actions.json").read_bytes())
    return table

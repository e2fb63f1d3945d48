"""What happens while a stack is deployed or deleted, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was done before or beside the deployment, in a sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """One line of a change set: `action` is Add, Modify or Remove; `replacement` True, False or Conditional."""

    action: str
    logical_id: str
    resource_type: str
    replacement: str = "False"


@dataclass(frozen=True, slots=True)
class ChangeSetReady:
    """What is going to change. Nothing has changed yet: who closes the generator here cancels the deployment."""

    action: str
    changes: tuple[ResourceChange, ...]


@dataclass(frozen=True, slots=True)
class StackEvent:
    """A resource, or the stack itself, got a new status.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html
    """

    at: datetime
    logical_id: str
    resource_type: str
    status: str
    reason: str = ""
    physical_id: str = ""

    @property
    def failed(self) -> bool:
        """Whether it says that something went wrong."""
        return self.status.endswith("_FAILED")


@dataclass(frozen=True, slots=True)
class Deployed:
    """The end of a deployment: the stack is as the template says."""

    stack_id: str
    changed: bool
    outputs: Mapping[str, str]


DeployEvent = Note | ChangeSetReady | StackEvent | Deployed

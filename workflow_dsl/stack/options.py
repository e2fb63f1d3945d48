"""What a stack may be asked for beside the program itself."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from workflow_dsl.permissions import Adjustments


@dataclass(frozen=True, slots=True)
class StackOptions:
    """`architecture` of the functions; `permissions_boundary`, the ARN of a policy that bounds every role;
    `adjustments` of what the roles may do.

    With `canary`, a new version of the state machine takes a tenth of the executions that are started through its alias
    for so long, in whole minutes, and is rolled back when an execution fails.
    """

    architecture: Literal["x86_64", "arm64"] = "x86_64"
    permissions_boundary: str | None = None
    canary: timedelta | None = None
    adjustments: Adjustments | None = None

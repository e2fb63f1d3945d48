"""What a stack may be asked for beside the program itself."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from workflow_dsl.permissions import Adjustments


@dataclass(frozen=True, slots=True)
class StackOptions:
    """`architecture` of the functions; `permissions_boundary`, the ARN of a policy that bounds every role;
    `adjustments` of what the roles may do.

    With `canary`, functions start executions through the machine's alias, and a new version takes a tenth of them for
    so long, in whole minutes; it is rolled back when executions time out or are aborted, or when an alarm on one of the
    program's own metrics goes off that says so (on failed executions, where it has none, or allows for some).
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/version-rolling-deployment.html
    """

    architecture: Literal["x86_64", "arm64"] = "x86_64"
    permissions_boundary: str | None = None
    canary: timedelta | None = None
    adjustments: Adjustments | None = None

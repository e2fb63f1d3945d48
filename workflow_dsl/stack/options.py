"""What a stack may be asked for beside the program itself."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, InstanceOf

from workflow_dsl.declaration import Declaration
from workflow_dsl.permissions import Adjustments
from workflow_dsl.resources.durations import WholeMinutes


class StackOptions(Declaration):
    """`architecture` of the functions; `permissions_boundary`, the ARN of a policy that bounds every role, in which
    `${AWS::AccountId}` and its like may stand; `adjustments` of what the roles may do.

    With `canary`, functions start executions through the machine's alias, and a new version takes a tenth of them for
    so long, in whole minutes; it is rolled back when executions time out or are aborted, or when an alarm on one of the
    program's own metrics goes off that says so (on failed executions, where it has none, or allows for some).
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/version-rolling-deployment.html
    """

    positional: ClassVar[tuple[str, ...]] = ()
    architecture: Literal["x86_64", "arm64"] = Field("x86_64", description='"x86_64" or "arm64"')
    permissions_boundary: str | None = Field(
        None,
        pattern=r"^arn:(aws[a-z-]*|\$\{AWS::Partition\}):iam::(aws|\d{12}|\$\{AWS::AccountId\}):policy/.+$",
        description='the ARN of a policy, as "arn:aws:iam::${AWS::AccountId}:policy/boundary"',
    )
    canary: WholeMinutes | None = Field(
        None, ge=timedelta(minutes=1), le=timedelta(minutes=2100), description="timedelta(minutes=10)"
    )
    adjustments: InstanceOf[Adjustments] | None = Field(None, description="Adjustments(narrow=..., add=...)")

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            architecture: Literal["x86_64", "arm64"] = "x86_64",
            permissions_boundary: str | None = None,
            canary: timedelta | None = None,
            adjustments: Adjustments | None = None,
        ) -> None: ...


PLAIN = StackOptions.model_construct()
"""A stack that is asked for nothing. Made without checks: pydantic prepares them for longer than a stack is built."""

"""Succeed: ends the execution, the branch or the iteration well."""

from typing import ClassVar, Literal

from workflow_dsl.asl.state import FilterFields


class Succeed(FilterFields):
    """https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html"""

    term: ClassVar[str] = "a Succeed"

    Type: Literal["Succeed"] = "Succeed"

"""Branching."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from workflow_dsl.declaration import Declaration
from workflow_dsl.dsl.steps.step import Step
from workflow_dsl.dsl.target import Target


class When(Declaration):
    """One rule of a Choice: where `condition` is true, go `to` that step."""

    positional: ClassVar[tuple[str, ...]] = ("condition",)
    condition: Any = Field(description="a comparison, as order.total > 100")
    to: Target = Field(description="the step, or its name in quotes")

    if TYPE_CHECKING:

        def __init__(self, condition: bool, *, to: Any) -> None: ...


class Choice(Step):
    """Go where the first rule that is true says; else `otherwise`, which without being given is the step written next.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
    """

    when: tuple[When, ...] = Field(min_length=1, description="[When(condition, to=...), ...]")
    otherwise: Target | None = Field(None, description="the step, or its name in quotes")

    if TYPE_CHECKING:

        def __init__(
            self, name: str, *, when: Sequence[When], otherwise: Any = None, comment: str | None = None
        ) -> None: ...

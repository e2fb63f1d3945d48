"""Branching."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from workflow_dsl.declaration import Declaration
from workflow_dsl.dsl import types
from workflow_dsl.dsl.conditions import is_truth
from workflow_dsl.dsl.expression import type_of
from workflow_dsl.dsl.steps.step import Filtering
from workflow_dsl.dsl.target import Target

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import StepOptions


class When(Declaration):
    """One rule of a Choice: where `condition` is true, go `to` that step, hand on `output` and `assign` variables."""

    positional: ClassVar[tuple[str, ...]] = ("condition",)
    condition: Any = Field(description="a comparison, as order.total > 100")
    to: Target = Field(description="the step, or its name in quotes")
    comment: str | None = Field(None, description="a sentence for whoever reads the definition")
    output: Any = Field(None, description="what the next state gets")
    assign: Mapping[str, Any] = Field(default_factory=dict, description='{"total": jsonata("$states.input.total")}')

    def _faults(self) -> Iterator[tuple[str, str]]:
        yield from super()._faults()
        if not is_truth(self.condition):
            problem = f"the condition is {types.describe(type_of(self.condition))}, which is neither true nor false"
            yield problem, "compare it, as order.total > 0"

    if TYPE_CHECKING:

        def __init__(
            self,
            condition: bool,
            *,
            to: Any,
            comment: str | None = None,
            output: Any = None,
            assign: Mapping[str, Any] = ...,
        ) -> None: ...


class Choice(Filtering):
    """Go where the first rule that is true says; else `otherwise`, which without being given is the step written next.

    `output` and `assign` belong to the way that `otherwise` takes; each rule has its own.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
    """

    when: tuple[When, ...] = Field(min_length=1, description="[When(condition, to=...), ...]")
    otherwise: Target | None = Field(None, description="the step, or its name in quotes")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            when: Sequence[When],
            otherwise: Any = None,
            **options: Unpack[StepOptions],
        ) -> None: ...

"""Doing several things at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from workflow_dsl.dsl.steps.flow import Flow
from workflow_dsl.dsl.steps.step import Step
from workflow_dsl.dsl.steps.task import Guarded

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import GuardedOptions

AnyFlow = Flow[Any]


def _flow(given: Any) -> Any:
    return Flow(steps=given) if isinstance(given, list | tuple) else given


Branch = Annotated[AnyFlow, BeforeValidator(_flow)]


class Parallel(Guarded[list[Any]]):
    """Run every branch at once and go on when all have ended; the output is the list of theirs, in order.

    A branch is a list of steps, or a Flow where it has routes of its own. Branches read what the steps before the
    Parallel gave; `arguments` is the input of each branch instead of the state's own.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html
    """

    arguments: Any = Field(None, description='{"order": ...}')
    branches: tuple[Branch, ...] = Field(min_length=1, description="[[step, ...], [step, ...]]")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            branches: Sequence[Sequence[Step] | Flow[Any]],
            arguments: Any = None,
            **options: Unpack[GuardedOptions],
        ) -> None: ...

    def _output_type(self) -> Any:
        return list[Any]

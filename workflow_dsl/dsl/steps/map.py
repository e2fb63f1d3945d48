"""Doing the same for each item."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field

from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps.parallel import AnyFlow
from workflow_dsl.dsl.steps.task import Guarded

if TYPE_CHECKING:
    from workflow_dsl.dsl.steps.flow import Flow


class Map(Guarded[list[Any]]):
    """Run the flow `each` for each of `items`, at most `max_concurrency` at once (0: as many as the service will).

    In the flow, `each.input` is the item, and `context.item_index` its number; what the steps before the Map gave can
    be read as well.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
    """

    items: Any = Field(description="an expression that is a list, as order.lines")
    each: AnyFlow = Field(description="a Flow")
    max_concurrency: int = Field(0, ge=0, description="a whole number from 0")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            items: Any,
            each: Flow[Any],
            max_concurrency: int = 0,
            retry: Sequence[Retry] = (),
            catch: Sequence[Catch] = (),
            next: Any = None,
            comment: str | None = None,
        ) -> None: ...

    def _output_type(self) -> Any:
        return list[Any]

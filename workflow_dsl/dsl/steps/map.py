"""Doing the same for each item."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StrictInt

from workflow_dsl.dsl import types
from workflow_dsl.dsl.advice import instead_of_null
from workflow_dsl.dsl.durations import Dynamic
from workflow_dsl.dsl.expression import type_of
from workflow_dsl.dsl.fitting import misfits
from workflow_dsl.dsl.steps.parallel import AnyFlow
from workflow_dsl.dsl.steps.task import Guarded
from workflow_dsl.resources import Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.flow import Flow
    from workflow_dsl.dsl.steps.options import GuardedOptions

Count = Annotated[StrictInt | None, Field(ge=0), Dynamic]
"""A whole number from 0, or an expression that gives one."""


class Map(Guarded[list[Any]]):
    """Run the flow `each` for each of `items`, at most `max_concurrency` at once (0: as many as the service will).

    Without `items`, for each of the state's input, which is a list then. `item` is what the flow gets instead of the
    item itself, made of `context.item` and `context.item_index`. In the flow, `each.input` is what it gets; what the
    steps before the Map gave can be read as well. `legacy` names the fields that are written in their older spelling.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
    """

    items: Any = Field(None, description="an expression that is a list, as order.lines")
    item: Any = Field(None, description='{"line": context.item, "index": context.item_index}')
    each: AnyFlow = Field(description="a Flow")
    max_concurrency: Count = Field(0, description="a whole number from 0")
    mode: Literal["INLINE", "DISTRIBUTED"] | None = Field("INLINE", description='"INLINE"')
    legacy: tuple[Literal["Iterator", "Parameters"], ...] = Field((), description='["Iterator"]')

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            items: Any = None,
            item: Any = None,
            each: Flow[Any],
            max_concurrency: int = 0,
            mode: Literal["INLINE"] | None = "INLINE",
            legacy: Sequence[Literal["Iterator", "Parameters"]] = (),
            **options: Unpack[GuardedOptions],
        ) -> None: ...

    def _faults(self) -> Iterator[tuple[str, str]]:
        yield from super()._faults()
        kind = type_of(self.items)
        # Text may be a placeholder of a template, a parameter may hold a list; an object is taken as well.
        is_open = self.items is None or isinstance(self.items, str | Mapping | Resource)
        if not is_open and not types.may_be_list(kind):
            yield f"the items are {types.describe(kind)} and no list", "give it a list, as order.lines"
        elif types.may_be_null(kind) and self.items is not None:
            yield f"the items are {types.describe(kind)}, and null is no list", instead_of_null(kind)
        elif getattr(self, "batcher", None) is None:
            yield from self._misfits_of_items(kind)

    def _misfits_of_items(self, kind: Any) -> Iterator[tuple[str, str]]:
        """Where what the flow gets is not of its contract."""
        wanted = self.each.contract
        if self.item is not None:
            for found in misfits(self.item, wanted):
                inside = "".join(f"[{step!r}]" for step in found.at)
                yield f"the input of the flow{inside}{found.problem}", found.instead
        elif not types.is_assignable(given := types.element_of(kind), wanted):
            problem = f"the items are {types.describe(given)}, and the flow takes {types.describe(wanted)}"
            yield problem, f"give the flow input={types.describe(given)}, or make what it takes with item="

    def _output_type(self) -> Any:
        return list[Any]

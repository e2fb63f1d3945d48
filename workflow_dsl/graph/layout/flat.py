"""The passes in their order, and what comes out of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow_dsl.graph.layout.cells import make_cells
from workflow_dsl.graph.layout.channels import make_channels
from workflow_dsl.graph.layout.columns import place_columns
from workflow_dsl.graph.layout.ordering import order_rows
from workflow_dsl.graph.layout.parts import Box, Link, Rectangle
from workflow_dsl.graph.layout.pins import line_counts, place_pins, room_for_lines, slide_pins
from workflow_dsl.graph.layout.ranks import assign_ranks
from workflow_dsl.graph.layout.routes import Line, Router


@dataclass(frozen=True, slots=True)
class FlatLayout:
    """Top left corners and sizes of the boxes, the lines in the order of the links, and the size of the whole."""

    boxes: tuple[Rectangle, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    crossings: int


def lay_out(boxes: Sequence[Box], links: Sequence[Link], order: Sequence[int], main: Sequence[int]) -> FlatLayout:
    """Place boxes and links. `order` is a topological order of the boxes; those of `main` form a straight column."""
    ranks = assign_ranks(boxes, links, order, frozenset(main))
    graph = make_cells(boxes, links, ranks)
    wide = room_for_lines(boxes, line_counts(graph.cells))
    for box, cell in zip(wide, graph.cells, strict=False):
        cell.left, cell.right = box.width // 2, box.width - box.width // 2 + box.aside
    crossings = order_rows(graph, [*main, *order])
    place_pins(graph, wide)
    columns = place_columns(graph)
    slide_pins(graph, wide, columns)
    channels = make_channels(graph, columns)
    router = Router(graph, wide, columns, channels)
    lines = tuple(router.line(link, index) for index, link in enumerate(links))
    width = max((column + cell.right for column, cell in zip(columns, graph.cells, strict=True)), default=0)
    return FlatLayout(tuple(router.boxes), lines, width, router.height, crossings)

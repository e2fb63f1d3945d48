"""Where a line runs into another one, no gap is left between them."""

import re

from tests.graph.random_machines import random_machine
from workflow_dsl.graph import Theme
from workflow_dsl.graph.build import build_graph
from workflow_dsl.graph.picture import Picture, place_graph
from workflow_dsl.graph.svg import draw_svg

Point = tuple[int, int]
CORNER = re.compile(r"Q(-?\d+) (-?\d+) ")


def joints(picture: Picture) -> set[Point]:
    """Where the lines end that have no arrow of their own."""
    return {edge.trimmed[-1][-1] for edge in picture.edges if edge.trimmed and not edge.arrow}


def corners(picture: Picture) -> set[Point]:
    """Where the drawn lines turn."""
    return {point for edge in picture.edges for piece in edge.trimmed for point in piece[1:-1]}


def test_a_corner_that_another_line_runs_into_is_square() -> None:
    """A round one would pass by the end of that line."""
    met = 0
    for seed in range(30):
        graph = build_graph(random_machine(seed, most_states=14))
        picture = place_graph(graph)
        svg = draw_svg(graph, picture, theme=Theme.LIGHT, overlay=None)
        rounded = {(int(x), int(y)) for x, y in CORNER.findall(svg)}

        assert rounded, seed
        assert not rounded & joints(picture), seed
        met += len(corners(picture) & joints(picture))
    assert met > 10

"""Compare layout engines on the same twelve graphs: crossings as drawn, area, time. Prints a table in Markdown.

    python -m benchmarks.graphs.compare --elk FOLDER     # a folder in which `npm install elkjs` was run

Engines that are not installed are left out. Every engine gets the same boxes, labels and loops, scope by scope, from
the inside out, as the picture of this project is made.
"""

import argparse
import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import islice, pairwise
from pathlib import Path

from benchmarks.graphs.engines import LONGEST, Dot, Drawn, Elk, Engine, Flat, Graphlay, Ours, Point
from benchmarks.graphs.subjects import subjects
from workflow_dsl.graph.build import build_graph
from workflow_dsl.graph.card import make_card, make_pill, title_lines
from workflow_dsl.graph.flow import read_flow
from workflow_dsl.graph.labels import label_of
from workflow_dsl.graph.layout import Box, Link
from workflow_dsl.graph.model import Edge, Scope, Shape, count_states
from workflow_dsl.graph.picture import LANES, with_terminals

_PADDING, _TITLE, _GAP = 30, 30, 14
_REPEATS = 3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Compare layout engines.")
    parser.add_argument("--elk", type=Path, help="a folder in which elkjs is installed")
    engines = _engines(parser.parse_args().elk)
    print("| graph | states | " + " | ".join(f"{engine.name}: crossings, Mpx, ms" for engine in engines) + " |")
    print("| --- | ---: |" + " --- |" * len(engines))
    totals = [[0.0, 0.0, 0.0] for _ in engines]
    for name, machine in subjects():
        scope = with_terminals(build_graph(machine).scope)
        cells = []
        for total, engine in zip(totals, engines, strict=True):
            try:
                measured = _measure(engine, scope)
            except subprocess.TimeoutExpired:
                cells.append(f"over {LONGEST} s")
                continue
            for at, value in enumerate(measured):
                total[at] += value
            cells.append(_cell(*measured))
        print(f"| {name} | {count_states(scope)} | " + " | ".join(cells) + " |", flush=True)
    print("| all | | " + " | ".join(_cell(*total) for total in totals) + " |")


def _engines(elk: Path | None) -> list[Engine]:
    engines: list[Engine] = [Ours()]
    if find_spec("graphlay"):
        engines.append(Graphlay())
    if shutil.which("dot"):
        engines.append(Dot())
    if elk is not None:
        engines.append(Elk(elk))
    return engines


def _cell(crossings: float, area: float, seconds: float) -> str:
    return f"{crossings:.0f}, {area / 1e6:.2f}, {seconds * 1000:.0f}"


def _measure(engine: Engine, scope: Scope) -> tuple[float, float, float]:
    """Crossings and area of the whole; the best of three times."""
    runs = [_nested(engine, scope) for _ in range(_REPEATS)]
    width, height, crossings, _ = runs[0]
    return crossings, width * height, min(seconds for _, _, _, seconds in runs)


def _nested(engine: Engine, scope: Scope) -> tuple[float, float, float, float]:
    """Width, height, crossings and seconds of a scope and those inside it."""
    boxes, crossings, seconds = [], 0.0, 0.0
    for node in scope.nodes:
        inside = [_nested(engine, inner) for inner in node.scopes if inner.nodes]
        crossings += sum(part[2] for part in inside)
        seconds += sum(part[3] for part in inside)
        if inside:
            width = sum(part[0] + _PADDING for part in inside) + _GAP * (len(inside) - 1) + _PADDING
            height = max(part[1] for part in inside) + 2 * _PADDING + _TITLE + 16 * len(title_lines(node, None)[2:])
            boxes.append(Box(round(width), round(height)))
        else:
            card = make_pill(node.title) if node.shape in (Shape.START, Shape.END) else make_card(node, None)
            boxes.append(Box(card.width, card.height))
    drawn = engine.draw(_flat(scope, boxes))
    return drawn.width, drawn.height, crossings + count_crossings(drawn), seconds + drawn.seconds


def _flat(scope: Scope, boxes: Sequence[Box]) -> Flat:
    """Without loops of a box to itself, which every engine draws in a way of its own."""
    index = {node.name: at for at, node in enumerate(scope.nodes)}
    flow = read_flow(scope, scope.start)
    groups: dict[tuple[str, str, str], list[tuple[int, Edge]]] = {}
    for at, edge in enumerate(scope.edges):
        if edge.target in index and edge.source != edge.target:
            groups.setdefault((edge.source, edge.target, LANES[edge.kind]), []).append((at, edge))
    links = []
    for (source, target, lane), members in groups.items():
        label = label_of([edge for _, edge in members])
        primary = flow.primary.get(source) in [edge for _, edge in members]
        weight = (3 if source in flow.main else 2) if primary else 1
        size = (label.width, label.height) if label.lines else None
        links.append(Link(index[source], index[target], lane, size, members[0][0] in flow.back, weight))
    order = [index[name] for name in flow.order if name in index]
    return Flat(boxes, links, order, [index[name] for name in flow.main if name in index])


def count_crossings(drawn: Drawn) -> int:
    """How often two lines cross; lines that meet or run together do not."""
    segments = [(at, *pair) for at, line in enumerate(drawn.lines) for pair in pairwise(line)]
    segments.sort(key=lambda segment: min(segment[1][1], segment[2][1]))
    count = 0
    for position, (one, a, b) in enumerate(segments):
        lowest = max(a[1], b[1])
        for other, c, d in islice(segments, position + 1, None):
            if min(c[1], d[1]) > lowest:
                break
            count += one != other and _cross(a, b, c, d)
    return count


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return 0.0 if abs(turn) < 1e-6 else turn


if __name__ == "__main__":
    main()

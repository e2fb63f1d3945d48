"""Layout engines behind one call: boxes and links of one flat graph in, places and lines out."""

import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from workflow_dsl.graph.layout import Box, Link, lay_out

Point = tuple[float, float]
LONGEST = 60
"""Seconds for one flat graph."""


@dataclass(frozen=True, slots=True)
class Flat:
    """One flat graph, as `lay_out` wants it."""

    boxes: Sequence[Box]
    links: Sequence[Link]
    order: Sequence[int]
    main: Sequence[int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an engine made of it: the size of the whole, the lines as drawn, and the seconds it took."""

    width: float
    height: float
    lines: list[list[Point]]
    seconds: float


class Engine(Protocol):
    """A layout engine."""

    name: str

    def draw(self, flat: Flat) -> Drawn:
        """Lay out one flat graph."""


class Ours:
    """This project's own layout."""

    name = "ours"

    def draw(self, flat: Flat) -> Drawn:
        """Lines as drawn: a stretch that several links share is there once."""
        start = time.perf_counter()
        layout = lay_out(flat.boxes, flat.links, flat.order, flat.main)
        seconds = time.perf_counter() - start
        lines: list[list[Point]] = [list(piece) for line in layout.lines for piece in line.trimmed]
        return Drawn(layout.width, layout.height, lines, seconds)


class Graphlay:
    """graphlay from PyPI, its preset for processes."""

    name = "graphlay"

    def __init__(self) -> None:
        import graphlay  # type: ignore[import-not-found]

        self.module = graphlay

    def draw(self, flat: Flat) -> Drawn:
        """Back links go in reversed, so that loops are the same for all engines."""
        graph = self.module.Graph()
        for index, box in enumerate(flat.boxes):
            graph.node(index, width=float(box.width), height=float(box.height))
        for link in flat.links:
            ends = (link.target, link.source) if link.back else (link.source, link.target)
            size = {"label_size": {"width": float(link.label[0]), "height": float(link.label[1])}} if link.label else {}
            graph.edge(*ends, **size)
        start = time.perf_counter()
        layout = self.module.layout(graph, preset="process_map")
        seconds = time.perf_counter() - start
        lines = [[(point["x"], point["y"]) for point in edge["points"]] for edge in layout.edges]
        xs = [x for line in lines for x, _ in line]
        ys = [y for line in lines for _, y in line]
        for index, (x, y) in layout.positions().items():
            box = flat.boxes[index]
            xs += [x - box.width / 2, x + box.width / 2]
            ys += [y - box.height / 2, y + box.height / 2]
        return Drawn(max(xs) - min(xs), max(ys) - min(ys), lines, seconds)


class Dot:
    """Graphviz's dot as a program, with splines; the time is that of the whole call."""

    name = "dot"

    def draw(self, flat: Flat) -> Drawn:
        """Sizes in points, lines from the control points of the splines."""
        start = time.perf_counter()
        source = self._source(flat)
        done = subprocess.run(
            ["dot", "-Tjson"], input=source, capture_output=True, text=True, check=True, timeout=LONGEST
        )
        seconds = time.perf_counter() - start
        answer = json.loads(done.stdout)
        left, low, right, high = map(float, answer["bb"].split(","))
        lines = [_spline(edge["pos"]) for edge in answer.get("edges", ())]
        return Drawn(right - left, high - low, lines, seconds)

    @staticmethod
    def _source(flat: Flat) -> str:
        lines = ['digraph { node [shape=box, fixedsize=true, label=""]; nodesep=0.6;']
        lines += [
            f"n{at} [width={box.width / 72:.3f}, height={box.height / 72:.3f}];" for at, box in enumerate(flat.boxes)
        ]
        for link in flat.links:
            ends = f"n{link.target} -> n{link.source}" if link.back else f"n{link.source} -> n{link.target}"
            parts = [f"weight={link.weight}"]
            if link.label:
                width, height = link.label
                cell = (
                    f'<table border="0" fixedsize="true" width="{width}" height="{height}"><tr><td></td></tr></table>'
                )
                parts.append(f"label=<{cell}>")
            lines.append(f"{ends} [{', '.join(parts)}];")
        return "\n".join([*lines, "}"])


def _spline(text: str) -> list[Point]:
    """Points on a B-spline: eight for each of its cubic parts."""
    points = [tuple(map(float, part.split(","))) for part in text.split() if part[0] not in "es"]
    curve: list[Point] = [(points[0][0], points[0][1])]
    for at in range(0, len(points) - 3, 3):
        a, b, c, d = points[at : at + 4]
        for step in range(1, 9):
            t = step / 8
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            curve.append(
                (
                    sum(weight * point[0] for weight, point in zip(weights, (a, b, c, d), strict=True)),
                    sum(weight * point[1] for weight, point in zip(weights, (a, b, c, d), strict=True)),
                )
            )
    return curve


class Elk:
    """ELK layered through elkjs in a Node process that is already warm; the time is that of the layout alone."""

    name = "ELK"
    options: ClassVar = {
        "elk.algorithm": "layered",
        "elk.direction": "DOWN",
        "elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
        "elk.edgeRouting": "ORTHOGONAL",
        "elk.spacing.nodeNode": "40",
        "elk.layered.spacing.nodeNodeBetweenLayers": "40",
        "elk.edgeLabels.inline": "true",
    }

    def __init__(self, folder: Path) -> None:
        script = Path(__file__).with_name("elk.mjs")
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(["node", str(script), str(folder)], **pipes)

    def draw(self, flat: Flat) -> Drawn:
        """One line of JSON there and back."""
        nodes = [{"id": f"n{at}", "width": box.width, "height": box.height} for at, box in enumerate(flat.boxes)]
        edges = []
        for at, link in enumerate(flat.links):
            edge: dict[str, Any] = {"id": f"e{at}", "sources": [f"n{link.source}"], "targets": [f"n{link.target}"]}
            if link.label:
                edge["labels"] = [{"text": "x", "width": link.label[0], "height": link.label[1]}]
            edges.append(edge)
        assert self.process.stdin
        assert self.process.stdout
        request = {"id": "root", "layoutOptions": self.options, "children": nodes, "edges": edges}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        graph = answer["graph"]
        lines = [_sections(section) for edge in graph["edges"] for section in edge.get("sections", ())]
        return Drawn(graph["width"], graph["height"], lines, answer["ms"] / 1000)


def _sections(section: dict[str, Any]) -> list[Point]:
    points = [section["startPoint"], *section.get("bendPoints", ()), section["endPoint"]]
    return [(point["x"], point["y"]) for point in points]

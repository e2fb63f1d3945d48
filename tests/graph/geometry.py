"""What must hold for every picture, whatever the graph; each function gives the faults that it finds as sentences."""

from collections.abc import Iterator
from itertools import pairwise

from workflow_dsl.graph.layout import Rectangle
from workflow_dsl.graph.model import END, EdgeKind, Graph, Shape, walk_scopes
from workflow_dsl.graph.picture import Picture, PlacedBox, PlacedEdge
from workflow_dsl.source import Path

Point = tuple[int, int]
ARROW = 8
SHEETS = 8


def faults(graph: Graph, picture: Picture) -> list[str]:
    """Everything that is wrong with a picture."""
    return [
        *outside(picture),
        *overlapping_boxes(picture),
        *lines_through_boxes(picture),
        *bad_labels(picture),
        *missing_transitions(graph, picture),
        *loose_ends(picture),
    ]


def outside(picture: Picture) -> Iterator[str]:
    everything = (0, 0, picture.width, picture.height)
    for box in picture.boxes:
        if not _inside(box.rectangle, everything):
            yield f"{box.node.path} lies outside of the picture"
    for edge in picture.edges:
        for piece in edge.pieces:
            for x, y in piece:
                if not (0 <= x <= picture.width and 0 <= y <= picture.height):
                    yield f"{_name(edge)} leaves the picture"
        if edge.label and not _inside(edge.label, everything):
            yield f"the label of {_name(edge)} lies outside of the picture"


def overlapping_boxes(picture: Picture) -> Iterator[str]:
    """No two boxes touch, but for a box inside the scope that holds it."""
    for at, one in enumerate(picture.boxes):
        for other in picture.boxes[at + 1 :]:
            if not _overlap(one.rectangle, other.rectangle):
                continue
            outer, inner = sorted((one, other), key=lambda box: len(box.node.path.json_path))
            if not (_holds(outer, inner) and any(_inside(inner.rectangle, lane) for lane in outer.lanes)):
                yield f"{one.node.path} overlaps {other.node.path}"


def lines_through_boxes(picture: Picture) -> Iterator[str]:
    for edge in picture.edges:
        for box in picture.boxes:
            if _around(box, edge.scope):
                continue
            for first, second in _segments(edge):
                if _overlap(_thick(first, second, 0), _shrunk(box.rectangle, 1)):
                    yield f"{_name(edge)} runs through {box.node.path}"


def bad_labels(picture: Picture) -> Iterator[str]:
    labelled = [(edge, edge.label) for edge in picture.edges if edge.label]
    for at, (edge, label) in enumerate(labelled):
        for other, its_label in labelled[at + 1 :]:
            if _overlap(label, its_label):
                yield f"the labels of {_name(edge)} and {_name(other)} overlap"
        for box in picture.boxes:
            if _overlap(label, box.rectangle) and not _around(box, edge.scope):
                yield f"the label of {_name(edge)} lies on {box.node.path}"
        for other in picture.edges:
            if any(_overlap(_thick(first, second, 1), label) for first, second in _segments(other)):
                yield f"{_name(other)} runs through the label of {_name(edge)}"
            if _overlap(_arrow(other), label):
                yield f"the arrow of {_name(other)} touches the label of {_name(edge)}"


def missing_transitions(graph: Graph, picture: Picture) -> Iterator[str]:
    drawn = [(placed.scope, edge) for placed in picture.edges for edge in placed.edges]
    for scope in walk_scopes(graph.scope):
        for edge in scope.edges:
            if edge.kind is EdgeKind.END and scope.path:
                continue
            if drawn.count((scope.path, edge)) != scope.edges.count(edge):
                yield f"{edge.source} to {edge.target} ({edge.kind}) is drawn {drawn.count((scope.path, edge))} times"


def loose_ends(picture: Picture) -> Iterator[str]:
    """Lines begin and end on the border of their states, and each arrow that is trimmed away has one to join."""
    boxes: dict[tuple[Path, str], Rectangle] = {}
    for box in picture.boxes:
        path = box.node.path.json_path
        boxes[(path[:-2], box.node.name)] = with_sheets(box)
    arrows = {edge.pieces[-1][-1] for edge in picture.edges if edge.arrow}
    for edge in picture.edges:
        source, target = edge.edges[0].source, edge.edges[0].target
        if not _on_border(edge.pieces[0][0], boxes[(edge.scope, source)]):
            yield f"{_name(edge)} does not begin at {source}"
        if not _on_border(edge.pieces[-1][-1], boxes[(edge.scope, target)]):
            yield f"{_name(edge)} does not end at {target}"
        if edge.pieces[-1][-1] not in arrows:
            yield f"{_name(edge)} has no arrow"


def with_sheets(box: PlacedBox) -> Rectangle:
    """The rectangle with the sheets that lie behind a Map."""
    left, top, width, height = box.rectangle
    if not (box.lanes and box.node.shape is Shape.MAP):
        return box.rectangle
    return (left, top - SHEETS, width + SHEETS, height + SHEETS)


def _name(edge: PlacedEdge) -> str:
    first = edge.edges[0]
    target = "End" if first.target == END else first.target
    return f"{first.source} -> {target} ({first.kind.value})"


def _holds(outer: PlacedBox, inner: PlacedBox) -> bool:
    depth = len(outer.node.path.json_path)
    return depth > 0 and inner.node.path.json_path[:depth] == outer.node.path.json_path


def _around(box: PlacedBox, scope: Path) -> bool:
    """Whether the scope lies inside the box."""
    path = box.node.path.json_path
    return bool(path) and scope[: len(path)] == path


def _segments(edge: PlacedEdge) -> Iterator[tuple[Point, Point]]:
    for piece in edge.pieces:
        yield from pairwise(piece)


def _thick(first: Point, second: Point, half: int) -> Rectangle:
    left, top = min(first[0], second[0]) - half, min(first[1], second[1]) - half
    return (left, top, abs(first[0] - second[0]) + 2 * half, abs(first[1] - second[1]) + 2 * half)


def _arrow(edge: PlacedEdge) -> Rectangle:
    (x, y), (before_x, before_y) = edge.pieces[-1][-1], edge.pieces[-1][-2]
    if x == before_x:
        return (x - 4, y if before_y > y else y - ARROW, 8, ARROW)
    return (x if before_x > x else x - ARROW, y - 4, ARROW, 8)


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    ) or _line_inside(one, other)


def _line_inside(line: Rectangle, box: Rectangle) -> bool:
    """A line has no area; it overlaps what it runs through."""
    if line[2] and line[3]:
        return False
    across = box[0] < line[0] + line[2] and line[0] < box[0] + box[2]
    down = box[1] < line[1] + line[3] and line[1] < box[1] + box[3]
    return across and down


def _shrunk(box: Rectangle, by: int) -> Rectangle:
    return (box[0] + by, box[1] + by, box[2] - 2 * by, box[3] - 2 * by)


def _inside(inner: Rectangle, outer: Rectangle) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and inner[0] + inner[2] <= outer[0] + outer[2]
        and inner[1] + inner[3] <= outer[1] + outer[3]
    )


def _on_border(point: Point, box: Rectangle) -> bool:
    x, y = point
    left, top, right, bottom = box[0], box[1], box[0] + box[2], box[1] + box[3]
    return (left <= x <= right and y in (top, bottom)) or (top <= y <= bottom and x in (left, right))

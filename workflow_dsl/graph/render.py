"""One function per format, each from a machine to the finished picture."""

from collections.abc import Mapping
from enum import StrEnum

from workflow_dsl.asl import StateMachine, StatePath
from workflow_dsl.graph.build import build_graph
from workflow_dsl.graph.dot import write_dot
from workflow_dsl.graph.html_page import write_html
from workflow_dsl.graph.json_format import write_json
from workflow_dsl.graph.mermaid import write_mermaid
from workflow_dsl.graph.model import Graph
from workflow_dsl.graph.overlay import Overlay
from workflow_dsl.graph.png import write_png
from workflow_dsl.graph.svg import write_svg
from workflow_dsl.graph.svg_style import Theme
from workflow_dsl.graph.text import write_text
from workflow_dsl.source import Place

Places = Mapping[StatePath, Place]
Names = Mapping[str, str]


class Format(StrEnum):
    """What a graph can be written as."""

    TEXT = "text"
    MERMAID = "mermaid"
    DOT = "dot"
    SVG = "svg"
    PNG = "png"
    HTML = "html"
    JSON = "json"


def render(
    machine: StateMachine,
    output_format: Format,
    *,
    name: str = "",
    theme: Theme = Theme.AUTO,
    level: int | None = None,
    places: Places | None = None,
    names: Names | None = None,
    overlay: Overlay | None = None,
) -> str | bytes:
    """The picture of a machine: bytes for PNG, text with a final newline for every other format.

    `level` folds the scopes that lie deeper (0: only the top level is drawn), `places` says where states were written,
    `names` what to show for a `${Substitution}`. Raises MermaidTooLargeError and PngUnavailableError.
    """
    graph = build_graph(machine, name=name, places=places, names=names, level=level)
    return render_graph(graph, output_format, theme=theme, overlay=overlay)


def render_graph(graph: Graph, output_format: Format, *, theme: Theme, overlay: Overlay | None) -> str | bytes:
    """The picture of a graph that is built already."""
    match output_format:
        case Format.TEXT:
            return write_text(graph, overlay=overlay)
        case Format.MERMAID:
            return write_mermaid(graph, overlay=overlay)
        case Format.DOT:
            return write_dot(graph, overlay=overlay)
        case Format.SVG:
            return write_svg(graph, theme=theme, overlay=overlay)
        case Format.PNG:
            return write_png(graph, theme=theme, overlay=overlay)
        case Format.HTML:
            return write_html(graph, theme=theme, overlay=overlay)
        case Format.JSON:
            return write_json(graph, overlay=overlay)


def render_text(
    machine: StateMachine,
    overlay: Overlay | None = None,
    *,
    names: Names | None = None,
    level: int | None = None,
    color: bool = False,
    ascii_only: bool = False,
    width: int = 100,
) -> str:
    """The outline: one line per state, right for any graph, with a gutter of marks when there is an overlay.

    `names` says what to show for a `${Substitution}`; `color` writes ANSI sequences; `width` is in columns.
    """
    graph = build_graph(machine, names=names, level=level)
    return write_text(graph, overlay=overlay, color=color, ascii_only=ascii_only, width=width)


def render_svg(machine: StateMachine, *, name: str, names: Names) -> str:
    """One SVG document whose colours follow the reader's system; `names` says what to show for a `${Substitution}`."""
    return write_svg(build_graph(machine, name=name, names=names), theme=Theme.AUTO, overlay=None)

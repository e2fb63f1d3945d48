"""One function per format, each from a machine to the finished picture."""

from collections.abc import Mapping

from workflow_dsl.asl import StateMachine
from workflow_dsl.graph.build import build_graph
from workflow_dsl.graph.mermaid import write_mermaid
from workflow_dsl.graph.overlay import Overlay
from workflow_dsl.graph.text import write_text


def render_text(
    machine: StateMachine,
    overlay: Overlay | None = None,
    *,
    names: Mapping[str, str] | None = None,
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


def render_mermaid(
    machine: StateMachine,
    overlay: Overlay | None = None,
    *,
    names: Mapping[str, str] | None = None,
    level: int | None = None,
) -> str:
    """A Mermaid flowchart, without a code fence. Raises MermaidTooLargeError when it is over Mermaid's own limits."""
    return write_mermaid(build_graph(machine, names=names, level=level), overlay=overlay)

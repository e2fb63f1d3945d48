"""Draw a state machine: StateMachine (with places, names and an execution's history) -> text, Mermaid, SVG and more.

Pure: the same input gives the same bytes on every machine. Nothing here opens a file or needs a browser, Node or
Graphviz, and nothing here knows whether the machine was written in the DSL or imported.
"""

from workflow_dsl.graph.changes import compare_machines
from workflow_dsl.graph.history import overlay_from_history
from workflow_dsl.graph.mermaid import MermaidTooLargeError
from workflow_dsl.graph.overlay import Mark, Overlay, Tone
from workflow_dsl.graph.png import PngUnavailableError
from workflow_dsl.graph.render import (
    Format,
    render,
    render_graph,
    render_svg,
    render_text,
)
from workflow_dsl.graph.svg_style import Theme

__all__ = [
    "Format",
    "Mark",
    "MermaidTooLargeError",
    "Overlay",
    "PngUnavailableError",
    "Theme",
    "Tone",
    "compare_machines",
    "overlay_from_history",
    "render",
    "render_graph",
    "render_svg",
    "render_text",
]

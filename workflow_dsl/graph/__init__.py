"""Draw a state machine: StateMachine (with places, names and an execution's history) -> text, Mermaid, SVG and more.

Pure: the same input gives the same bytes on every machine. Nothing here opens a file or needs a browser, Node or
Graphviz, and nothing here knows whether the machine was written in the DSL or imported.
"""

from workflow_dsl.graph.history import overlay_from_history
from workflow_dsl.graph.mermaid import MermaidTooLargeError
from workflow_dsl.graph.overlay import Mark, Overlay, Tone
from workflow_dsl.graph.render import render_mermaid, render_text

__all__ = ["Mark", "MermaidTooLargeError", "Overlay", "Tone", "overlay_from_history", "render_mermaid", "render_text"]

"""Colours: one table for every emitter, light and dark, each with enough contrast to read small text."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow_dsl.graph.model import EdgeKind, Shape
from workflow_dsl.graph.overlay import Tone


@dataclass(frozen=True, slots=True)
class Paint:
    """Fill, outline and text colour of one kind of box."""

    fill: str
    stroke: str
    text: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of a picture."""

    canvas: str
    muted: str
    shapes: Mapping[Shape, Paint]
    container: Paint
    lane: Paint
    tones: Mapping[Tone, Paint]
    edges: Mapping[EdgeKind, str]


_LIGHT_TASK = Paint("#ffffff", "#4f79a3", "#1b2733")
_DARK_TASK = Paint("#1b2430", "#6f9bc8", "#e6edf3")

LIGHT = Palette(
    canvas="#ffffff",
    muted="#5b6673",
    shapes={
        Shape.START: Paint("#fff0c2", "#b08a24", "#4a3a0c"),
        Shape.END: Paint("#fff0c2", "#b08a24", "#4a3a0c"),
        Shape.TASK: _LIGHT_TASK,
        Shape.PASS: Paint("#f6f8fa", "#8a94a0", "#1b2733"),
        Shape.WAIT: Paint("#f5f0ff", "#7e57c2", "#2f1a5e"),
        Shape.CHOICE: Paint("#fff7e6", "#b07a1e", "#3f2a06"),
        Shape.PARALLEL: _LIGHT_TASK,
        Shape.MAP: _LIGHT_TASK,
        Shape.SUCCEED: Paint("#e7f6ec", "#2b8a4b", "#14532b"),
        Shape.FAIL: Paint("#fdecec", "#c62f35", "#8c1620"),
        Shape.MISSING: Paint("#ffffff", "#c62f35", "#8c1620"),
    },
    container=Paint("#f6f9fc", "#7f9dbd", "#1b2733"),
    lane=Paint("#ffffff", "#c3d0dd", "#5b6673"),
    tones={
        Tone.SUCCEEDED: Paint("#ddf7e3", "#1f7f3b", "#10401f"),
        Tone.FAILED: Paint("#fddcda", "#c3262d", "#7a0f16"),
        Tone.CAUGHT: Paint("#ffeccc", "#a86000", "#5a3300"),
        Tone.RUNNING: Paint("#dcebff", "#1f6fd1", "#0d3a75"),
        Tone.ABORTED: Paint("#e7eaee", "#69737f", "#333b44"),
        Tone.NOT_REACHED: Paint("#ffffff", "#c5ccd4", "#6a7480"),
        Tone.ADDED: Paint("#ddf7e3", "#1f7f3b", "#10401f"),
        Tone.REMOVED: Paint("#fddcda", "#c3262d", "#7a0f16"),
        Tone.CHANGED: Paint("#fff3b8", "#966700", "#4d3500"),
        Tone.UNCHANGED: Paint("#ffffff", "#b7c0ca", "#5b6673"),
    },
    edges={
        EdgeKind.START: "#566270",
        EdgeKind.NEXT: "#566270",
        EdgeKind.END: "#566270",
        EdgeKind.CHOICE: "#8f5c0c",
        EdgeKind.DEFAULT: "#8f5c0c",
        EdgeKind.CATCH: "#c62f35",
    },
)

DARK = Palette(
    canvas="#0f1620",
    muted="#9aa7b4",
    shapes={
        Shape.START: Paint("#3b3110", "#d0aa3f", "#fbe9b0"),
        Shape.END: Paint("#3b3110", "#d0aa3f", "#fbe9b0"),
        Shape.TASK: _DARK_TASK,
        Shape.PASS: Paint("#1a212b", "#8793a1", "#e6edf3"),
        Shape.WAIT: Paint("#251c3b", "#a688e8", "#e9defc"),
        Shape.CHOICE: Paint("#32260f", "#d29a3a", "#fbe6bf"),
        Shape.PARALLEL: _DARK_TASK,
        Shape.MAP: _DARK_TASK,
        Shape.SUCCEED: Paint("#10301c", "#46b36b", "#c5f0d2"),
        Shape.FAIL: Paint("#3a1519", "#ef6a6f", "#ffd3d2"),
        Shape.MISSING: Paint("#0f1620", "#ef6a6f", "#ffd3d2"),
    },
    container=Paint("#151e2a", "#557392", "#e6edf3"),
    lane=Paint("#111924", "#364a5f", "#9aa7b4"),
    tones={
        Tone.SUCCEEDED: Paint("#12351f", "#46b36b", "#c5f0d2"),
        Tone.FAILED: Paint("#43171b", "#ef6a6f", "#ffd3d2"),
        Tone.CAUGHT: Paint("#3f2b0a", "#f0a83c", "#ffe5bd"),
        Tone.RUNNING: Paint("#12294a", "#63a4f5", "#d2e5ff"),
        Tone.ABORTED: Paint("#2a313a", "#97a2ae", "#dfe5ea"),
        Tone.NOT_REACHED: Paint("#0f1620", "#4d5b69", "#94a0ac"),
        Tone.ADDED: Paint("#12351f", "#46b36b", "#c5f0d2"),
        Tone.REMOVED: Paint("#43171b", "#ef6a6f", "#ffd3d2"),
        Tone.CHANGED: Paint("#3a3208", "#d9b632", "#f8ecb0"),
        Tone.UNCHANGED: Paint("#0f1620", "#465362", "#9aa7b4"),
    },
    edges={
        EdgeKind.START: "#9aa7b4",
        EdgeKind.NEXT: "#9aa7b4",
        EdgeKind.END: "#9aa7b4",
        EdgeKind.CHOICE: "#d9a54a",
        EdgeKind.DEFAULT: "#d9a54a",
        EdgeKind.CATCH: "#f0777b",
    },
)

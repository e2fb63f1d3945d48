"""The text emitter: an outline for terminals, logs and code fences, right for any graph."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from workflow_dsl.graph.conditions import shorten
from workflow_dsl.graph.model import END, EdgeKind, Graph, Node, Shape
from workflow_dsl.graph.outline import Jump, Line, outline
from workflow_dsl.graph.overlay import Mark, Overlay, Tone
from workflow_dsl.source import Path

_BOLD, _DIM, _RED, _GREEN, _YELLOW, _BLUE, _GREY = "1", "2", "31", "32", "33", "34", "90"
_TONES: Mapping[Tone, str] = {
    Tone.SUCCEEDED: _GREEN,
    Tone.FAILED: _RED,
    Tone.CAUGHT: _YELLOW,
    Tone.RUNNING: _BLUE,
    Tone.ABORTED: _GREY,
    Tone.NOT_REACHED: _GREY,
    Tone.ADDED: _GREEN,
    Tone.REMOVED: _RED,
    Tone.CHANGED: _YELLOW,
    Tone.UNCHANGED: "",
}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of an outline."""

    shapes: Mapping[Shape, str]
    tones: Mapping[Tone, str]
    rail: str
    tee: str
    corner: str
    onward: str
    up: str
    catch: str
    end: str


UNICODE = Glyphs(
    shapes={
        Shape.TASK: "■", Shape.PASS: "□", Shape.WAIT: "◷", Shape.CHOICE: "◇", Shape.PARALLEL: "∥", Shape.MAP: "⟳",
        Shape.SUCCEED: "✔", Shape.FAIL: "✖", Shape.MISSING: "?",
    },
    tones={
        Tone.SUCCEEDED: "✔", Tone.FAILED: "✖", Tone.CAUGHT: "!", Tone.RUNNING: "▶", Tone.ABORTED: "⊘",
        Tone.NOT_REACHED: "·", Tone.ADDED: "+", Tone.REMOVED: "-", Tone.CHANGED: "~", Tone.UNCHANGED: " ",
    },
    rail="│", tee="├", corner="└", onward="→", up="↑", catch="⚠", end="end",
)  # fmt: skip

ASCII = Glyphs(
    shapes={
        Shape.TASK: "#", Shape.PASS: "-", Shape.WAIT: "~", Shape.CHOICE: "?", Shape.PARALLEL: "=", Shape.MAP: "@",
        Shape.SUCCEED: "+", Shape.FAIL: "x", Shape.MISSING: "?",
    },
    tones={
        Tone.SUCCEEDED: "+", Tone.FAILED: "x", Tone.CAUGHT: "!", Tone.RUNNING: ">", Tone.ABORTED: "o",
        Tone.NOT_REACHED: ".", Tone.ADDED: "+", Tone.REMOVED: "-", Tone.CHANGED: "~", Tone.UNCHANGED: " ",
    },
    rail="|", tee="|", corner="`", onward="->", up="^", catch="!", end="end",
)  # fmt: skip

_INDENT = 8
"""Columns that a gutter and the indentation of a state's further lines take at most."""

_ASCII_TEXT = str.maketrans({"\N{MULTIPLICATION SIGN}": "x", "·": "-", "…": "..."})


def write_text(
    graph: Graph, *, overlay: Overlay | None = None, color: bool = False, ascii_only: bool = False, width: int = 100
) -> str:
    """The outline of a graph, at most about `width` columns wide, with a final newline.

    With an overlay, a gutter on the left says how each state went. `color` writes ANSI sequences; `ascii_only` uses no
    character above 126 except in state names.
    """
    comparison = overlay is not None and overlay.rest is Tone.UNCHANGED
    written = overlay.edges if overlay and comparison else ()
    writer = _Writer(ASCII if ascii_only else UNICODE, color, overlay, width)
    return "".join(f"{line}\n" for part in outline(graph.scope, written) for line in writer.write(part))


@dataclass(frozen=True, slots=True)
class _Writer:
    glyphs: Glyphs
    color: bool
    overlay: Overlay | None
    width: int

    def write(self, line: Line) -> list[str]:
        rails = self._rails(line)
        if line.node is not None:
            gap = [""] if line.opens_group and not line.guides else []
            return gap + self._state(line, line.node, rails)
        if line.rule is not None:
            return [self._rule(line, line.rule, rails)]
        return [self._heading(line, rails)]

    def _rails(self, line: Line) -> str:
        rails = "".join(f"{self.glyphs.rail if open_below else ' '}  " for open_below in line.guides)
        return self._paint(rails, _DIM) if rails.strip() else rails

    def _gutter(self, tone: Tone | None) -> str:
        if self.overlay is None:
            return ""
        shown = tone if tone is not None else Tone.UNCHANGED
        return self._paint(self.glyphs.tones[shown], _TONES[shown], _BOLD) + " "

    def _state(self, line: Line, node: Node, rails: str) -> list[str]:
        mark = self.overlay.state(node.path) if self.overlay else None
        tone = _TONES[mark.tone] if mark else ""
        name = self._paint(node.name, tone, "" if mark and mark.tone is Tone.NOT_REACHED else _BOLD)
        gutter = self._state_gutter(line, mark)
        head = f"{self._paint(self.glyphs.shapes[node.shape], tone)} {name}"
        room = self.width - visible_width(gutter + rails) - _INDENT
        details = [piece for text in state_details(node) for piece in _pieces(self._plain(text), room)]
        parts = [self._paint(piece, _DIM) for piece in details]
        if mark and mark.note:
            parts.insert(1, self._paint(f"[{self._plain(mark.note)}]", tone))
        parts += [self._jump(line.scope, jump, room) for jump in line.jumps]
        return self._fit(gutter, rails, head, parts)

    def _state_gutter(self, line: Line, mark: Mark | None) -> str:
        """In a comparison, a state that only leads elsewhere now has a mark of its own kind in the gutter."""
        moved = any(self._edge_tone(line.scope, jump) in (Tone.ADDED, Tone.REMOVED) for jump in line.jumps)
        if mark is not None and mark.tone is Tone.UNCHANGED and moved:
            return self._gutter(Tone.CHANGED)
        return self._gutter(mark.tone if mark else None)

    def _fit(self, gutter: str, rails: str, head: str, parts: list[str]) -> list[str]:
        """The parts on the state's own line while there is room, then on further lines."""
        lines = [gutter + rails + head]
        indent = " " * visible_width(gutter) + rails + "   "
        for part in parts:
            if visible_width(lines[-1]) + 2 + visible_width(part) <= self.width:
                lines[-1] += "  " + part
            else:
                lines.append(f"{indent} {part}")
        return lines

    def _rule(self, line: Line, jump: Jump, rails: str) -> str:
        joint = self.glyphs.corner if line.last else self.glyphs.tee
        tone = self._edge_tone(line.scope, jump)
        gutter = self._gutter(tone if tone in (Tone.ADDED, Tone.REMOVED) else None)
        room = max(12, self.width - visible_width(gutter + rails) - len(jump.edge.target) - 8)
        text = "default" if jump.edge.kind is EdgeKind.DEFAULT else shorten(jump.edge.label, room)
        condition = self._paint(self._plain(text), _TONES[tone] if tone else _YELLOW)
        return f"{gutter}{rails}{self._paint(joint, _DIM)} {condition} {self._arrow(line.scope, jump)}"

    def _heading(self, line: Line, rails: str) -> str:
        joint = self.glyphs.corner if line.last else self.glyphs.tee if line.jumps else self.glyphs.rail
        room = self.width - visible_width(rails + line.heading) - _INDENT
        jumps = "".join(f" {self._jump(line.scope, jump, room)}" for jump in line.jumps)
        return f"{self._gutter(None)}{rails}{self._paint(joint, _DIM)} {self._paint(line.heading, _DIM)}{jumps}"

    def _jump(self, scope: Path, jump: Jump, room: int) -> str:
        """Where it leads; what a catcher catches is cut only where a line of its own is too short for it."""
        if jump.edge.kind is not EdgeKind.CATCH:
            return self._arrow(scope, jump)
        tone = self._edge_tone(scope, jump)
        errors = self._plain(shorten(jump.edge.label, max(12, room - len(jump.edge.target) - 5)))
        caught = self._paint(f"{self.glyphs.catch} {errors}", _TONES[tone] if tone else _RED)
        return f"{caught} {self._arrow(scope, jump)}"

    def _arrow(self, scope: Path, jump: Jump) -> str:
        tone = self._edge_tone(scope, jump)
        color = _TONES[tone] if tone else ""
        bold = _BOLD if tone and tone not in (Tone.NOT_REACHED, Tone.UNCHANGED) else ""
        target = self.glyphs.end if jump.edge.target == END else jump.edge.target
        arrow = self.glyphs.up if jump.up else self.glyphs.onward
        arrow = {Tone.ADDED: "+", Tone.REMOVED: "-"}.get(tone or Tone.UNCHANGED, "") + arrow
        return self._paint(f"{arrow} {target}", color, bold)

    def _edge_tone(self, scope: Path, jump: Jump) -> Tone | None:
        return self.overlay.edge(scope, jump.edge) if self.overlay else None

    def _plain(self, text: str) -> str:
        return text.translate(_ASCII_TEXT) if self.glyphs is ASCII else text

    def _paint(self, text: str, *codes: str) -> str:
        wanted = ";".join(code for code in codes if code)
        return f"\x1b[{wanted}m{text}\x1b[0m" if self.color and wanted and text else text


def _pieces(text: str, room: int) -> list[str]:
    """The text, broken at a space where it is wider than the room; a word that is wider has a line of its own."""
    if len(text) <= room:
        return [text]
    end = text.rfind(" ", 0, room + 1)
    end = end if end > 0 else text.find(" ", 1)
    return [text] if end < 1 else [text[:end], *_pieces(text[end + 1 :], room)]


def state_details(node: Node) -> list[str]:
    """What is said of a state after its name, most important first."""
    kind = " ".join(part for part in (node.title, node.subtitle) if part)
    return [part for part in (kind, *node.notes, node.hidden) if part]


_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def visible_width(text: str) -> int:
    """Columns that a terminal needs for `text`: wide characters take two, ANSI sequences and combining marks none."""
    return sum(_columns(char) for char in _ANSI.sub("", text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1

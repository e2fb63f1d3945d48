"""The HTML emitter: one file that works offline, with the picture, a panel for each state, and a search.

The page may load nothing: its Content-Security-Policy allows its own script (by hash) and inline styles, and no more.
"""

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from workflow_dsl.graph.model import END, Graph, Node, Scope, walk_scopes
from workflow_dsl.graph.overlay import Overlay, Tone
from workflow_dsl.graph.svg import write_svg
from workflow_dsl.graph.svg_style import Theme, tone_class
from workflow_dsl.graph.text import write_text

_FOLDER = Path(__file__).parent / "viewer"
_EXECUTION = (Tone.SUCCEEDED, Tone.FAILED, Tone.CAUGHT, Tone.RUNNING, Tone.ABORTED, Tone.NOT_REACHED)
_COMPARISON = (Tone.ADDED, Tone.REMOVED, Tone.CHANGED)
_SIGNS: Mapping[Tone, str] = {
    Tone.SUCCEEDED: "✓",
    Tone.FAILED: "✕",
    Tone.CAUGHT: "!",
    Tone.RUNNING: "▶",
    Tone.ABORTED: "□",
    Tone.NOT_REACHED: "·",
    Tone.ADDED: "+",
    Tone.REMOVED: "-",
    Tone.CHANGED: "~",
}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>{name}</h1>
<span id="status">{status}</span>
<span id="legend">{legend}</span>
<div id="tools"><label id="search"><span id="hits"></span><input id="find" type="search" placeholder="Find a state" aria-label="Find a state"></label>
<div id="zoom"><button id="in" aria-label="Zoom in">+</button><button id="out" aria-label="Zoom out">&minus;</button>\
<button id="fit">fit</button></div></div>
</header>
<main id="picture">
{svg}</main>
<aside>
<div id="panel" aria-live="polite"></div>
<div id="overview"><p>Click a state for its definition and its place in the source. Drag to move, turn the wheel to zoom, \
press / to find.</p><pre>{outline}</pre></div>
</aside>
<script type="application/json" id="states">{states}</script>
<script>{script}</script>
</body>
</html>
"""  # noqa: E501 - markup reads best unbroken


def write_html(graph: Graph, *, theme: Theme, overlay: Overlay | None) -> str:
    """The graph as one HTML file with a final newline."""
    script = _part("viewer.js")
    digest = _digest(script)
    allowed = f"script-src 'sha256-{digest}'; style-src 'unsafe-inline'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    return _PAGE.format(
        policy=policy,
        name=escape(graph.name or "State machine"),
        style=_style(theme),
        status=escape(overlay.title) if overlay else "",
        legend=_legend(overlay),
        svg=write_svg(graph, theme=theme, overlay=overlay),
        outline=escape(write_text(graph, overlay=overlay, width=48)),
        states=json.dumps(_states(graph, overlay), ensure_ascii=False).replace("<", "\\u003c"),
        script=script,
    )


def _digest(script: str) -> str:
    """The SHA-256 of a script as a Content-Security-Policy names it."""
    # Imported when a page is wanted: compiling imports this module and must not wait for OpenSSL.
    from base64 import b64encode
    from hashlib import sha256

    return b64encode(sha256(script.encode()).digest()).decode()


def _part(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _style(theme: Theme) -> str:
    dark = _part("dark.css")
    if theme is Theme.LIGHT:
        return _part("viewer.css")
    return _part("viewer.css") + (
        dark if theme is Theme.DARK else f"@media (prefers-color-scheme: dark) {{ {dark} }}\n"
    )


def _legend(overlay: Overlay | None) -> str:
    if overlay is None:
        return ""
    tones = _EXECUTION if overlay.rest is Tone.NOT_REACHED else _COMPARISON
    return "".join(f"<span>{_swatch(tone)}{_SIGNS[tone]} {tone.value}</span>" for tone in tones)


def _swatch(tone: Tone) -> str:
    """A small box in the colours of the picture: its style sheet reaches the whole page."""
    box = '<rect class="box" x="2" y="2" width="10" height="10" rx="2"/>'
    return f'<svg width="14" height="14" aria-hidden="true"><g class="{tone_class(tone)}">{box}</g></svg>'


def _states(graph: Graph, overlay: Overlay | None) -> dict[str, Any]:
    """What the panel shows, by state path."""
    return {str(node.path): _state(scope, node, overlay) for scope in walk_scopes(graph.scope) for node in scope.nodes}


def _state(scope: Scope, node: Node, overlay: Overlay | None) -> dict[str, Any]:
    paths = {other.name: str(other.path) for other in scope.nodes}
    ways = [
        {
            "text": edge.label or edge.kind.value,
            "name": "End" if edge.target == END else edge.target,
            "path": paths.get(edge.target, ""),
        }
        for edge in scope.edges
        if edge.source == node.name
    ]
    kind = " · ".join(part for part in (node.kind, *node.notes) if part)
    mark = overlay.state(node.path) if overlay else None
    return {
        "name": node.name,
        "kind": kind,
        "place": node.place,
        "status": mark.tone.value if mark else "",
        "note": mark.note if mark else "",
        "ways": ways,
        "definition": json.dumps(node.definition, indent=2, ensure_ascii=False),
        "search": f"{node.path} {kind}".lower(),
    }

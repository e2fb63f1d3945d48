"""The style sheet of an SVG: plain rules with plain colours, which every viewer and rasteriser understands."""

from collections.abc import Iterator
from enum import StrEnum

from workflow_dsl.graph.card import BOLD, SIZES
from workflow_dsl.graph.overlay import QUIET_TONES, Tone
from workflow_dsl.graph.theme import DARK, LIGHT, Paint, Palette

FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"


class Theme(StrEnum):
    """Light, dark, or what the reader's system prefers."""

    LIGHT = "light"
    DARK = "dark"
    AUTO = "auto"


def style_sheet(theme: Theme) -> str:
    """The rules for a theme; `auto` adds the dark colours under a media query."""
    rules = [*_layout_rules(), *_colours(DARK if theme is Theme.DARK else LIGHT)]
    if theme is Theme.AUTO:
        rules += ["@media (prefers-color-scheme: dark) {", *_colours(DARK), "}"]
    return "\n".join(rules)


def tone_class(tone: Tone) -> str:
    """The class of a tone: `t-succeeded`."""
    return f"t-{tone.value.replace(' ', '-')}"


def _layout_rules() -> Iterator[str]:
    yield f"text {{ font-family: {FONT}; }}"
    for style, size in SIZES.items():
        weight = " font-weight: bold;" if style in BOLD else ""
        yield f".{style.value} {{ font-size: {size}px;{weight} }}"
    yield ".box { stroke-width: 1.5; }"
    yield ".lane { stroke-width: 1; stroke-dasharray: 4 3; }"
    yield ".line { fill: none; stroke-width: 1.5; stroke-linejoin: round; }"
    yield ".k-catch.line { stroke-dasharray: 6 4; }"
    yield ".icon { fill: none; stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }"
    yield ".Missing .box { stroke-dasharray: 4 3; }"
    for tone in Tone:
        if tone not in QUIET_TONES:
            yield f".{tone_class(tone)} > .box {{ stroke-width: 2.5; }}"
            yield f".{tone_class(tone)}.line {{ stroke-width: 3; }}"
    yield ".t-removed > .box, .t-removed.line { stroke-dasharray: 6 4; }"
    yield ".t-removed .name { text-decoration: line-through; }"


def _colours(palette: Palette) -> Iterator[str]:
    yield f".canvas {{ fill: {palette.canvas}; }}"
    for shape, paint in palette.shapes.items():
        yield from _box_rules(f".{shape.value}", paint, palette.muted)
    yield from _box_rules(".holder", palette.container, palette.muted)
    yield f".lane {{ fill: {palette.lane.fill}; stroke: {palette.lane.stroke}; }}"
    for kind, colour in palette.edges.items():
        yield from _line_rules(f".k-{kind.value}", colour)
    for tone, paint in palette.tones.items():
        name = f".{tone_class(tone)}"
        yield from _box_rules(name, paint, paint.text if tone in QUIET_TONES else palette.muted)
        yield f"{name} > .mark {{ fill: {paint.text}; }}"
        yield f"{name} > .icon {{ fill: none; stroke: {paint.stroke}; }}"
        yield from _line_rules(name, paint.stroke)
        if tone in QUIET_TONES:
            yield f"{name}.label {{ fill: {paint.text}; }}"
        else:
            yield f".holder{name} > .box {{ fill: {palette.container.fill}; }}"


def _box_rules(name: str, paint: Paint, muted: str) -> Iterator[str]:
    yield f"{name} > .box {{ fill: {paint.fill}; stroke: {paint.stroke}; }}"
    yield f"{name} .name {{ fill: {paint.text}; }}"
    yield f"{name} .kind, {name} .note {{ fill: {muted}; }}"


def _line_rules(name: str, colour: str) -> Iterator[str]:
    yield f"{name}.line {{ stroke: {colour}; }}"
    yield f"{name}.arrow, {name}.label {{ fill: {colour}; }}"

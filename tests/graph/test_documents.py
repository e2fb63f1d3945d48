"""SVG, HTML, PNG, DOT and JSON as documents: well formed, closed to the outside, safe with any name."""

import base64
import hashlib
import json
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.graph.histories import failed_order
from workflow_dsl import asl
from workflow_dsl.graph import Format, Theme, overlay_from_history, render
from workflow_dsl.graph.build import build_graph
from workflow_dsl.graph.mermaid import MermaidTooLargeError, escape
from workflow_dsl.graph.overlay import QUIET_TONES
from workflow_dsl.graph.theme import DARK, LIGHT, Palette
from workflow_dsl.source import Place

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    '"]; A --> B',
    "$$.a",
    "%%{init}",
    "&lt;",
    "```",
    "end",
    "a\nb",
    "\u202eabc",
    "名前",
]


@pytest.fixture
def hostile() -> asl.StateMachine:
    """A machine whose names and conditions try to be markup."""
    states = {name: {"Type": "Pass", "End": True} for name in HOSTILE}
    rules = [{"Variable": "$.x", "StringEquals": name, "Next": name} for name in HOSTILE]
    return asl.from_json({"StartAt": "Route", "States": {"Route": {"Type": "Choice", "Choices": rules}, **states}})


@pytest.mark.parametrize("theme", list(Theme))
def test_an_svg_is_well_formed_and_says_what_it_shows(order: asl.StateMachine, theme: Theme) -> None:
    root = ElementTree.fromstring(str(render(order, Format.SVG, name="Orders", theme=theme)))

    assert root.get("role") == "img"
    assert [root.find(f"{SVG}{name}").text for name in ("title", "desc")] == [  # type: ignore[union-attr]
        "Orders",
        "Fulfil an order 24 states, starting at LoadOrder.",
    ]


def test_an_svg_of_hostile_names_holds_them_as_text_only(hostile: asl.StateMachine) -> None:
    root = ElementTree.fromstring(str(render(hostile, Format.SVG)))

    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "g", "path", "polygon", "text",
    }  # fmt: skip
    assert any("<script>" in (text.text or "") for text in root.iter(f"{SVG}text"))


def test_an_svg_needs_nothing_from_outside(order: asl.StateMachine) -> None:
    svg = str(render(order, Format.SVG))

    assert not re.search(r"url\(|href|@import|<image|<script|<foreignObject", svg)
    assert svg.count("http") == 1


def test_the_auto_theme_follows_the_readers_system(order: asl.StateMachine) -> None:
    auto = str(render(order, Format.SVG, theme=Theme.AUTO))

    assert "prefers-color-scheme: dark" in auto
    assert "prefers-color-scheme" not in str(render(order, Format.SVG, theme=Theme.DARK))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_keeps_enough_contrast_to_be_read(palette: Palette) -> None:
    """WCAG 2 AA: 4.5 for text, also for the smaller lines of a card and for what was not reached."""
    for paint in (*palette.shapes.values(), *palette.tones.values(), palette.container):
        assert contrast(paint.text, paint.fill) >= 4.5, paint
        assert contrast(palette.muted, paint.fill) >= 4.5, paint
    told = [paint.stroke for tone, paint in palette.tones.items() if tone not in QUIET_TONES]
    for colour in (*palette.edges.values(), *told):
        for ground in (palette.canvas, palette.container.fill, palette.lane.fill):
            assert contrast(colour, ground) >= 4.5, (colour, ground)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_page_may_load_nothing_and_runs_its_own_script_only(order: asl.StateMachine) -> None:
    page = str(render(order, Format.HTML, name="Orders"))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert policy
    assert script
    digest = base64.b64encode(hashlib.sha256(script.group(1).encode()).digest()).decode()

    assert policy.group(1).startswith("default-src 'none'; ")
    assert f"script-src 'sha256-{digest}'" in policy.group(1)
    assert not re.search(r'(src|href)="', page)


def test_the_page_knows_each_state_with_its_definition_and_place(order: asl.StateMachine) -> None:
    path = asl.StatePath.of("ProcessItems").within("ItemProcessor", "PickItem")
    page = str(render(order, Format.HTML, places={path: Place("orders.py", 41, 5)}))
    data = re.search(r'<script type="application/json" id="states">(.*?)</script>', page, re.DOTALL)
    assert data
    states = json.loads(data.group(1))

    assert len(states) == 24
    assert states[str(path)]["place"] == "orders.py:41"
    assert json.loads(states[str(path)]["definition"])["Next"] == "InStock?"
    assert set(re.findall(r'data-path="([^"]*)"', page.replace("&gt;", ">"))) == set(states)


def test_a_page_of_hostile_names_cannot_leave_its_data(hostile: asl.StateMachine) -> None:
    page = str(render(hostile, Format.HTML))

    assert page.count("<script") == 2
    assert page.count("</script>") == 2


def test_the_page_of_an_execution_says_how_it_ended(order: asl.StateMachine) -> None:
    page = str(render(order, Format.HTML, overlay=overlay_from_history(order, failed_order())))

    assert '<span id="status">FAILED · OrderError · 2 h 0 min</span>' in page
    assert "aborted" in page


def test_a_png_is_the_same_without_any_font_of_the_system(payment: asl.StateMachine) -> None:
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    png = render(payment, Format.PNG)

    assert isinstance(png, bytes)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert png == render(payment, Format.PNG)


def test_dot_names_every_state_and_every_transition(order: asl.StateMachine) -> None:
    dot = render(order, Format.DOT)
    assert isinstance(dot, str)

    shown = [line for line in dot.splitlines() if " -> " in line and "style=invis" not in line]
    assert len(shown) == 31
    assert all(f'"{name}' in dot or f"{name} " in dot for name in order.States)


def test_dot_holds_what_is_inside_of_a_state_between_where_its_transitions_come_in_and_go_out(
    order: asl.StateMachine,
) -> None:
    """Otherwise Graphviz draws a Map beside the states that lead to it, and lines enter it from below."""
    dot = str(render(order, Format.DOT))
    cluster, entry, leaving = re.findall(
        r'subgraph (\w+) \{\n +label="ProcessItems[^\n]*\n +(\w+), (\w+) \[style=invis, shape=point', dot
    )[0]
    held = dict(re.findall(r'(n\d+) \[label="(\w+)', dot))
    below = {held.get(target) for target in re.findall(rf"{entry} -> (\w+) \[style=invis\];", dot)}
    above = {held.get(source) for source in re.findall(rf"(\w+) -> {leaving} \[style=invis\];", dot)}

    assert below == {"PickItem"}
    assert above == {"PackItem"}
    assert all(f"-> {entry} [" in line for line in dot.splitlines() if f"lhead={cluster}]" in line)
    assert all(f"{leaving} -> " in line for line in dot.splitlines() if f"ltail={cluster}]" in line)
    assert dot.rindex("}\n", 0, -2) < dot.index(f"{entry} -> ")


def test_json_says_the_same_as_the_picture(order: asl.StateMachine) -> None:
    data = json.loads(str(render(order, Format.JSON, name="Orders")))

    assert data["version"] == 1
    assert [state["name"] for state in data["scope"]["states"]] == list(order.States)
    assert all(state["box"] for state in data["scope"]["states"])
    assert {way["kind"] for way in data["scope"]["transitions"]} == {"next", "choice", "default", "catch"}


def test_a_folded_scope_says_how_many_states_it_hides(order: asl.StateMachine) -> None:
    graph = build_graph(order, level=0)
    folded = {node.name: node.folded for node in graph.scope.nodes if node.folded}

    assert folded == {"Fulfil": 7, "ProcessItems": 4}
    assert "7 states inside" in str(render(order, Format.SVG, level=0))


def test_a_folded_scope_of_one_state_says_so_in_every_format() -> None:
    one = {"StartAt": "One", "States": {"One": {"Type": "Pass", "End": True}}}
    each = {"Type": "Map", "ItemProcessor": one, "End": True}
    machine = asl.from_json({"StartAt": "Each", "States": {"Each": each}})

    for wanted in (Format.TEXT, Format.MERMAID, Format.SVG):
        drawn = str(render(machine, wanted, level=0))
        assert "1 state inside" in drawn, wanted


def test_nothing_lies_over_the_picture_of_a_page(order: asl.StateMachine) -> None:
    page = str(render(order, Format.HTML))
    picture = page.partition('<main id="picture">')[2].partition("</main>")[0].strip()

    assert picture.startswith("<svg")
    assert picture.endswith("</svg>")
    assert picture.count("<svg") == 1
    assert '<button id="in"' in page


def test_mermaid_escapes_everything_but_letters_digits_and_other_scripts() -> None:
    assert escape("a_1 $$ é 名") == "a#95;1 #36;#36; é 名"
    assert escape("a\tb") == "a b"


def test_mermaid_writes_transitions_inside_their_own_subgraph(order: asl.StateMachine) -> None:
    lines = str(render(order, Format.MERMAID)).splitlines()
    inside = lines[lines.index('  subgraph s18["ProcessItems · Distributed Map · max 5"]') :]
    body = inside[: inside.index("  end")]

    assert sum("-->" in line for line in body) == 4
    assert body[1].strip() == "direction TB"


def test_mermaid_never_names_an_index_of_a_link_that_is_not_there(order: asl.StateMachine) -> None:
    text = str(render(order, Format.MERMAID))
    links = len(re.findall(r"(-->|-\.->)", text))
    named = [int(index) for line in re.findall(r"linkStyle ([\d,]+)", text) for index in line.split(",")]

    assert sorted(named) == list(range(links))


def test_a_diagram_over_mermaids_limits_is_an_error_that_says_what_to_do() -> None:
    names = [f"S{number}" for number in range(600)]
    states = {name: {"Type": "Pass", "Next": following} for name, following in pairwise(names)}
    machine = asl.from_json({"StartAt": "S0", "States": {**states, names[-1]: {"Type": "Succeed"}}})

    with pytest.raises(MermaidTooLargeError, match=r"600 transitions .* fold scopes with a lower level, or use svg"):
        render(machine, Format.MERMAID)

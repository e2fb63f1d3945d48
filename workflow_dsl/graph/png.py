"""The PNG emitter: the SVG through resvg, with a font of our own, so that the picture is the same on every machine."""

from importlib import import_module
from pathlib import Path

from workflow_dsl.graph.model import Graph
from workflow_dsl.graph.overlay import Overlay
from workflow_dsl.graph.svg import write_svg
from workflow_dsl.graph.svg_style import Theme

_FONTS = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")
_FOLDER = Path(__file__).parent / "fonts"
_FAMILY = "Liberation Sans"
_SCALE = 2
_MOST_PIXELS = 60_000_000
"""Above this the picture is drawn smaller: a bitmap of that size needs 240 MB already."""


class PngUnavailableError(RuntimeError):
    """The rasteriser is not installed."""


def write_png(graph: Graph, *, theme: Theme, overlay: Overlay | None) -> bytes:
    """The graph as a PNG, twice as large as the SVG. `auto` is light, as a bitmap cannot change.

    Raises PngUnavailableError when the extra `png` is not installed.
    """
    svg = write_svg(graph, theme=Theme.LIGHT if theme is Theme.AUTO else theme, overlay=overlay)
    return rasterise(svg)


def rasterise(svg: str) -> bytes:
    """An SVG document as PNG. Raises PngUnavailableError when the extra `png` is not installed."""
    try:
        resvg = import_module("resvg_py")
    except ImportError as error:
        raise PngUnavailableError(
            'PNG needs the rasteriser resvg, which is not installed; install "workflow-dsl[png]", or use svg'
        ) from error
    png: bytes = bytes(
        resvg.svg_to_bytes(
            svg_string=svg,
            zoom=_affordable_scale(svg),
            skip_system_fonts=True,
            font_files=[str(_FOLDER / font) for font in _FONTS],
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
        )
    )
    return png


def _affordable_scale(svg: str) -> int:
    """Pixels per pixel of the SVG: fewer than usual when the bitmap would be too large."""
    scale = _SCALE
    start = svg.index('viewBox="0 0 ') + len('viewBox="0 0 ')
    width, height = map(int, svg[start : svg.index('"', start)].split())
    while scale > 1 and width * height * scale * scale > _MOST_PIXELS:
        scale -= 1
    return scale

"""What a flat layout is made from."""

from dataclasses import dataclass

Point = tuple[int, int]
Rectangle = tuple[int, int, int, int]
"""Left, top, width, height, in pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """Something with a size in pixels; `aside` is room kept free on its right, for a loop to itself."""

    width: int
    height: int
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A line from one box (by index) to another, drawn downwards unless it closes a loop."""

    source: int
    target: int
    lane: str
    """Lines of one lane that lead to the same box run together before it."""
    label: tuple[int, int] | None = None
    """Width and height of the label, in pixels."""
    back: bool = False
    """True for a link that closes a loop; it is drawn upwards."""
    weight: int = 1
    """How much it wants to be straight: 3 on the main path, 2 on a box's own best way on, else 1."""

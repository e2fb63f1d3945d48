"""Lay out one flat graph: boxes and links of known size -> places, routes and room for labels, in whole pixels.

A layered layout (Sugiyama, Tagawa and Toda 1981) in passes: ranks, cells, order, pins, columns, channels, routes. It
knows nothing of state machines; all numbers are integers, so that every machine draws the same picture.
"""

from workflow_dsl.graph.layout.flat import FlatLayout, lay_out
from workflow_dsl.graph.layout.parts import Box, Link, Point, Rectangle
from workflow_dsl.graph.layout.routes import LOOP, Line

__all__ = ["LOOP", "Box", "FlatLayout", "Line", "Link", "Point", "Rectangle", "lay_out"]

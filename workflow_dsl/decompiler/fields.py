"""Fields of the language as arguments of a call."""

from collections.abc import Callable, Iterator
from typing import Any

from workflow_dsl import asl
from workflow_dsl.decompiler.printer import Argument, Node


def field(described: asl.AslObject, name: str, argument: str, write: Callable[[Any], Node]) -> list[Node]:
    """The argument for a field, if the field was given."""
    return [Argument(f"{argument}=", write(getattr(described, name)))] if described.given(name) else []


def texts_of(value: Any) -> Iterator[str]:
    """Every text in a JSON value that is not a key."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict | list):
            pending.extend(item.values() if isinstance(item, dict) else item)

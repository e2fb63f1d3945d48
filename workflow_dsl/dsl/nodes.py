"""What an expression records: a tree of what the author wrote, without any spelling of JSONata yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "//", "%", "&", "and", "or"]


class Node:
    """One piece of an expression."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False)
class InputOf(Node):
    """The input of a flow: of the execution for a workflow, of one item for the flow of a Map."""

    flow: Any


@dataclass(frozen=True, slots=True, eq=False)
class OutputOf(Node):
    """The result of a step."""

    step: Any


@dataclass(frozen=True, slots=True, eq=False)
class Caught(Node):
    """The error that the catcher of this route caught."""


@dataclass(frozen=True, slots=True, eq=False)
class Context(Node):
    """A value of the context object, as ("Execution", "Id")."""

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Field(Node):
    """A member of an object. `default` is what the contract says where the member may be left out: (value,) or ()."""

    of: Node
    key: str
    default: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Item(Node):
    """An item of a list, or a member of a mapping whose key is an expression."""

    of: Node
    index: Node


@dataclass(frozen=True, slots=True, eq=False)
class Binary(Node):
    """Two values and an operator of JSONata, or // for the whole part of a division."""

    operator: Operator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """A function of JSONata, as "$not"."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Text(Node):
    """JSONata that the author wrote, in which `$name` stands for the node of that name."""

    text: str
    names: Mapping[str, Node]


@dataclass(frozen=True, slots=True, eq=False)
class Many(Node):
    """Conditions that hold all together, or one of them."""

    operator: Literal["and", "or"]
    conditions: tuple[Node, ...]
    comment: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Inverse(Node):
    """What holds where the condition does not."""

    condition: Node
    comment: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class JsonPath(Node):
    """A path or an intrinsic function of JSONPath, as it is; `annotation` is the type of its value."""

    text: str
    annotation: Any = Any


@dataclass(frozen=True, slots=True, eq=False)
class Rule(Node):
    """A comparison of JSONPath by the name that the language gives it, as "StringMatches"."""

    operator: str
    variable: str
    operand: Any
    comment: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Timestamp(Node):
    """A point in time: ISO 8601 text that is compared as a time and not as text."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Verbatim(Node):
    """A JSON value that is written exactly as it is."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Node):
    """A value of the definition itself: any JSON value that holds no expression."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Structure(Node):
    """A list or a dictionary of the definition that holds expressions."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Bound(Node):
    """A contract, field by field: `bind(Model, field=value)`."""

    model: type[BaseModel]
    fields: Mapping[str, Node]

"""What an expression records: a tree of what the author wrote, without any spelling of JSONata yet."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "//", "%", "&", "and", "or"]


class InputOf(NamedTuple):
    """The input of a flow: of the execution for a workflow, of one item for the flow of a Map."""

    flow: Any


class OutputOf(NamedTuple):
    """The result of a step."""

    step: Any


class Caught(NamedTuple):
    """The error that the catcher of this route caught."""


class Context(NamedTuple):
    """A value of the context object, as ("Execution", "Id")."""

    path: tuple[str, ...]


class Field(NamedTuple):
    """A member of an object. `default` is what the contract says where the member may be left out: (value,) or ()."""

    of: "Node"
    key: str
    default: tuple[Any, ...] = ()


class Item(NamedTuple):
    """An item of a list by its number."""

    of: "Node"
    number: "Node"


class Binary(NamedTuple):
    """Two values and an operator, as Python means it. Of a comparison, `types` are those of the two sides: what is text
    in JSON, as a time, may have to be read before.
    """

    operator: Operator
    left: "Node"
    right: "Node"
    types: tuple[Any, ...] = ()


class Call(NamedTuple):
    """A function of JSONata, as "$not"."""

    function: str
    arguments: "tuple[Node, ...]"


class Text(NamedTuple):
    """JSONata that the author wrote, in which `$name` stands for the node of that name."""

    text: str
    names: "Mapping[str, Node]"


class Many(NamedTuple):
    """Conditions that hold all together, or one of them."""

    operator: Literal["and", "or"]
    conditions: "tuple[Node, ...]"
    comment: str | None = None


class Inverse(NamedTuple):
    """What holds where the condition does not."""

    condition: "Node"
    comment: str | None = None


class JsonPath(NamedTuple):
    """A path or an intrinsic function of JSONPath, as it is; `annotation` is the type of its value."""

    text: str
    annotation: Any = Any


class Rule(NamedTuple):
    """A comparison of JSONPath by the name that the language gives it, as "StringMatches"."""

    operator: str
    variable: str
    operand: Any
    comment: str | None = None


class Timestamp(NamedTuple):
    """A point in time: ISO 8601 text that is compared as a time and not as text."""

    text: str


class Verbatim(NamedTuple):
    """A JSON value that is written exactly as it is."""

    value: Any


class Constant(NamedTuple):
    """A value of the definition itself: any JSON value that holds no expression."""

    value: Any


class Structure(NamedTuple):
    """A list or a dictionary of the definition that holds expressions; of a list, `types` are those of its items."""

    value: Any
    types: tuple[Any, ...] = ()


class Bound(NamedTuple):
    """A contract, field by field: `bind(Model, field=value)`."""

    model: type[BaseModel]
    fields: "Mapping[str, Node]"


Node = (
    InputOf | OutputOf | Caught | Context | Field | Item | Binary | Call | Text | Many | Inverse | JsonPath | Rule
    | Timestamp | Verbatim | Constant | Structure | Bound
)  # fmt: skip
"""One piece of an expression."""

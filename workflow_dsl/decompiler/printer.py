"""Python expressions as a tree, and their text as `ruff format` would lay it out.

What fits stays on one line; a call that does not fit has its arguments on a line of their own, or one on each; a list
or a dictionary that does not fit has one member on each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from workflow_dsl.decompiler.literals import width

LINE = 120
_INDENT = 4


class Node:
    """A piece of Python."""

    @cached_property
    def flat(self) -> str:
        """The piece on one line."""
        raise NotImplementedError

    @cached_property
    def columns(self) -> int:
        """How wide it is on one line."""
        return width(self.flat)

    def explode(self, indent: int) -> str:
        """The piece on several lines, the first of them begun already."""
        del indent
        return self.flat


@dataclass(frozen=True)
class Atom(Node):
    """A name or a literal: never broken."""

    text: str

    @cached_property
    def flat(self) -> str:
        """The text."""
        return self.text


@dataclass(frozen=True)
class Argument(Node):
    """An argument of a call, or an entry of a dictionary: a label and a value."""

    label: str
    value: Node

    @cached_property
    def flat(self) -> str:
        """Both on one line."""
        return self.label + self.value.flat


@dataclass(frozen=True)
class Call(Node):
    """`name(argument, keyword=argument)`."""

    name: str
    arguments: Sequence[Node] = ()

    @cached_property
    def flat(self) -> str:
        """The call on one line."""
        return f"{self.name}({', '.join(argument.flat for argument in self.arguments)})"

    def explode(self, indent: int) -> str:
        """The arguments on a line of their own, or one on each."""
        if not self.arguments:
            return self.flat
        inner = indent + _INDENT
        together = ", ".join(argument.flat for argument in self.arguments)
        if inner + width(together) <= LINE:
            return f"{self.name}(\n{' ' * inner}{together}\n{' ' * indent})"
        return f"{self.name}({_lines(self.arguments, inner)}{' ' * indent})"


@dataclass(frozen=True)
class Members(Node):
    """A list, or a dictionary of which the members are arguments."""

    brackets: str
    members: Sequence[Node] = ()

    @cached_property
    def flat(self) -> str:
        """All members on one line."""
        return f"{self.brackets[0]}{', '.join(member.flat for member in self.members)}{self.brackets[1]}"

    def explode(self, indent: int) -> str:
        """One member on each line."""
        if not self.members:
            return self.flat
        return f"{self.brackets[0]}{_lines(self.members, indent + _INDENT)}{' ' * indent}{self.brackets[1]}"


@dataclass(frozen=True)
class Either(Node):
    """What reads best while it fits on a line, and what to write where it does not."""

    short: Node
    long: Node

    @cached_property
    def flat(self) -> str:
        """The short form."""
        return self.short.flat

    def explode(self, indent: int) -> str:
        """The long form, on one line if that is enough."""
        return layout(self.long, indent, before=indent, after=1)


def layout(node: Node, indent: int, *, before: int, after: int = 0) -> str:
    """The text of a node on a line that has `before` columns already and needs `after` more behind it."""
    if before + node.columns + after <= LINE:
        return node.flat
    if isinstance(node, Argument):
        return node.label + layout(node.value, indent, before=before + width(node.label), after=after)
    return node.explode(indent)


def holds_empty(node: Node) -> bool:
    """Whether an empty list or dictionary stands anywhere in it."""
    pending = [node]
    while pending:
        match pending.pop():
            case Members(members=members):
                if not members:
                    return True
                pending.extend(members)
            case Call(arguments=arguments):
                pending.extend(arguments)
            case Argument(value=value):
                pending.append(value)
            case _:
                pass
    return False


def statement(before: str, node: Node) -> str:
    """A statement at the left margin: `before` is what stands in front of the node, as "workflow = "."""
    return before + layout(node, 0, before=width(before))


def _lines(nodes: Sequence[Node], indent: int) -> str:
    margin = " " * indent
    return "\n" + "".join(f"{margin}{layout(node, indent, before=indent, after=1)},\n" for node in nodes)

"""Flows: the steps of each in the order of reading, and which of them get a name of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workflow_dsl import asl
from workflow_dsl.decompiler.author import Author
from workflow_dsl.decompiler.check_flow import Scope, flows_of, scopes
from workflow_dsl.decompiler.literals import string
from workflow_dsl.decompiler.order import Order, Way, order_of
from workflow_dsl.decompiler.printer import Argument, Atom, Call, Members, Node, holds_empty, statement
from workflow_dsl.decompiler.states import States, going_of
from workflow_dsl.source import Path

Left = Mapping[Path, Sequence[str]]
"""The codes of findings that are left, by the path of their state."""

# As many steps as a reader still takes in between two brackets.
_FEW = 3


@dataclass(slots=True)
class Written:
    """A flow: the statements that have to stand before it is used, how it is used then, and the codes of the findings
    that are left in it there.
    """

    node: Node
    before: list[str] = field(default_factory=list)
    left: tuple[str, ...] = ()


class Flows:
    """Writes the flows of a machine, the innermost first, so that nothing nests deeper than a reader can follow."""

    def __init__(self, machine: asl.StateMachine, author: Author, states: States, left: Left) -> None:
        self._author = author
        self._states = states
        self._left = left
        self._codes: dict[str, None] = {}
        self._scopes = dict(scopes(machine))
        self._orders = {path: order_of(scope) for path, scope in self._scopes.items()}
        self._written: dict[Path, Written] = {}
        self._variables: dict[str, str] = {}

    def name_main_path(self) -> Mapping[str, str]:
        """Give the steps of the main path their variables, before any other wants their names."""
        for name in self._orders[()].main.names:
            self._variables[name] = self._author.variable(name)
        return self._variables

    def write(self) -> list[str]:
        """The statements that declare the steps of the machine, and the routes."""
        for path in reversed(self._scopes):
            if path:
                self._written[path] = self._flow(path)
        order = self._orders[()]
        return ["# The main path.", *self._main(order.main), *self._routes((), order, "workflow")]

    def _main(self, way: Way) -> list[str]:
        lines: list[str] = []
        scope = self._scopes[()]
        for index, name in enumerate(way.names):
            before, call = self._step((), scope, way, index)
            if before:
                lines += ["", *before, ""]
            lines += [*self._excuse(), statement(f"{self._variables[name]}{self._annotation(call)} = ", call)]
        listed = Members("[]", [Atom(self._variables[name]) for name in way.names])
        return [*lines, statement("workflow.steps = ", listed)]

    def _annotation(self, call: Call) -> str:
        """What a type checker has to be told: an empty list or dictionary does not show what it is a list of."""
        kinds = {"Pass": "Pass[Any]", "LambdaTask": "LambdaTask[Any, Any]"}
        if call.name not in kinds or not holds_empty(call):
            return ""
        self._author.use("Any")
        return f": {kinds[call.name]}"

    def _routes(self, path: Path, order: Order, owner: str) -> list[str]:
        lines: list[str] = []
        scope = self._scopes[path]
        for way in order.routes:
            before, steps = self._steps(path, scope, way)
            if way.to is not None and _takes_to(scope.States[way.names[-1]]):
                steps.append(Argument("to=", Atom(string(way.to))))
            lines += ["", *before, _told(way), *self._excuse(), statement("", Call(f"{owner}.route", steps))]
        return lines

    def _flow(self, path: Path) -> Written:
        scope, order = self._scopes[path], self._orders[path]
        before, steps = self._steps(path, scope, order.main)
        listed = Members("[]", steps)
        is_branch = isinstance(scope, asl.Branch)
        is_plain = not order.routes and not any(flows_of(state) for state in scope.States.values())
        if is_plain and len(steps) <= _FEW and not (is_branch and scope.Comment is not None):
            return Written(listed if is_branch else self._called(scope, listed), left=self._take())
        name = self._author.variable(f"{scope.StartAt} {'branch' if is_branch else 'flow'}")
        made = [*self._excuse(), statement(f"{name} = ", self._called(scope, listed))]
        return Written(Atom(name), [*before, *made, *self._routes(path, order, name)])

    def _take(self) -> tuple[str, ...]:
        codes, self._codes = tuple(self._codes), {}
        return codes

    def _excuse(self) -> list[str]:
        """The comment that leaves what was found in the next statement."""
        codes = self._take()
        return [f"# wf: ignore[{', '.join(codes)}] found when it was imported"] if codes else []

    def _called(self, scope: Scope, steps: Node) -> Node:
        arguments: list[Node] = [Argument("steps=", steps)]
        if scope.Comment is not None:
            arguments.append(Argument("comment=", Atom(string(scope.Comment))))
        return Call(self._author.use("Flow"), arguments)

    def _steps(self, path: Path, scope: Scope, way: Way) -> tuple[list[str], list[Node]]:
        before: list[str] = []
        steps: list[Node] = []
        for index in range(len(way.names)):
            needed, call = self._step(path, scope, way, index)
            before += needed
            steps.append(call)
        return before, steps

    def _step(self, path: Path, scope: Scope, way: Way, index: int) -> tuple[list[str], Call]:
        name = way.names[index]
        state = scope.States[name]
        inner = [self._written.pop((*path, "States", name, *at)) for at, _ in flows_of(state)]
        self._codes |= dict.fromkeys(code for flow in inner for code in flow.left)
        self._codes |= dict.fromkeys(self._left.get((*path, "States", name), ()))
        is_last = index + 1 == len(way.names)
        on_main = way is self._orders[path].main
        follows = (None if on_main or not _takes_to(state) else way.to) if is_last else way.names[index + 1]
        going = going_of(state, follows=follows, is_last=is_last, on_main=on_main)
        call = self._states.step(name, state, going, [flow.node for flow in inner])
        return [line for flow in inner for line in flow.before], call


def _takes_to(state: asl.State) -> bool:
    """Whether a route that ends with this state can say where it goes on: a Choice says it by itself."""
    return not isinstance(state, asl.Choice)


def _told(way: Way) -> str:
    """A comment that says how a route is come to."""
    origin = "".join(character if character.isprintable() else " " for character in way.origin)
    reason = {"Catch": "fails", "Default": "finds no rule that holds", "Choices": "finds that its rule holds"}
    return f"# When {origin} {reason.get(way.by, 'is done')}."

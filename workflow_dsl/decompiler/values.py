"""JSON values of a definition as Python: paths and expressions where a state reads something, literals elsewhere."""

import json
import re
from typing import Any

from workflow_dsl.decompiler.author import Author
from workflow_dsl.decompiler.literals import duration, is_multiline, is_reserved, scalar, string
from workflow_dsl.decompiler.printer import Argument, Atom, Call, Members, Node
from workflow_dsl.dsl.expression import MARK
from workflow_dsl.dsl.jsonata import wrapped

_DEEPEST = 40
_IN_CONTEXT = "{% $states.context."
_MEMBER = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_CONTEXT = {
    "Execution.Id": "context.execution.arn",
    "Execution.Name": "context.execution.name",
    "Execution.Input": "context.execution.input",
    "Execution.RoleArn": "context.execution.role_arn",
    "Execution.StartTime": "context.execution.start_time",
    "Execution.RedriveCount": "context.execution.redrive_count",
    "State.Name": "context.state.name",
    "State.EnteredTime": "context.state.entered_time",
    "State.RetryCount": "context.state.retry_count",
    "StateMachine.Id": "context.state_machine.arn",
    "StateMachine.Name": "context.state_machine.name",
    "Task.Token": "context.task_token",
    "Map.Item.Value": "context.item",
    "Map.Item.Index": "context.item_index",
}


class Values:
    """The values of one state, in its query language."""

    def __init__(self, author: Author, language: str, label: str = "") -> None:
        self._author = author
        self.label = label
        self.in_paths = language == "JSONPath"

    def use(self, name: str) -> str:
        """A name that has to be imported."""
        return self._author.use(name)

    def template(self, value: Any) -> Node:
        """A value in which expressions may stand."""
        if value is None:
            return self._verbatim("None")
        return self._deep(value) or (self._path_value(value) if self.in_paths else self._jsonata_value(value))

    def literal(self, value: Any) -> Node:
        """A value that is written as it is."""
        if value is None:
            return self._verbatim("None")
        return self._deep(value) or self._plain(value)

    def dynamic(self, value: Any) -> Node:
        """A number, or the expression that gives it."""
        if isinstance(value, str):
            return self._jsonata(value) if value.startswith("{%") else self._verbatim(string(value))
        return Atom(scalar(value))

    def text(self, value: str) -> Node:
        """Text, or the expression that gives it."""
        if value.startswith("{%") and not self.in_paths:
            return self._jsonata(value)
        return self._string(value)

    def seconds(self, value: Any) -> Node:
        """A duration, or the expression that gives its seconds."""
        if isinstance(value, str):
            return self.dynamic(value)
        self._author.use("timedelta")
        return Atom(duration(value))

    def verbatim(self, value: Any) -> Node:
        """A value that is written as it is where a type checker expects another."""
        return Call(self._author.use("verbatim"), [_literal(value)])

    def path(self, text: str, kind: str = "") -> Node:
        """A path of JSONPath; `kind` is the type of its value, where a comparison asks for it."""
        arguments: list[Node] = [Atom(string(text))]
        if kind:
            arguments.append(Argument("type=", Atom(kind)))
        return Call(self._author.use("jsonpath"), arguments)

    def member_path(self, text: str) -> Node:
        """A path as the value of a member: what it reads of the context object by its name."""
        known = self._context(text.removeprefix("$$.")) if text.startswith("$$.") else None
        return known or self.path(text)

    def _context(self, path: str) -> Node | None:
        """A value of the context object; the input and the item are values with members of their own."""
        known = _CONTEXT.get(path)
        for whole in ("Execution.Input", "Map.Item.Value"):
            inside = path.removeprefix(f"{whole}.").split(".") if path.startswith(f"{whole}.") else []
            if inside and all(_MEMBER.match(name) and not is_reserved(name) for name in inside):
                known = ".".join((_CONTEXT[whole], *inside))
        if known is None:
            return None
        self._author.use("context")
        return Atom(known)

    def _path_value(self, value: Any) -> Node:
        if isinstance(value, dict):
            return Members("{}", [self._path_member(key, item, value) for key, item in value.items()])
        if isinstance(value, list):
            return Members("[]", [self._path_value(item) for item in value])
        return self._scalar(value)

    def _path_member(self, key: str, item: Any, around: dict[str, Any]) -> Node:
        if key.endswith(".$") and isinstance(item, str) and key[:-2] not in around:
            return _member(key[:-2], self.member_path(item))
        return _member(key, self._path_value(item))

    def _jsonata_value(self, value: Any) -> Node:
        if isinstance(value, dict):
            return Members("{}", [_member(key, self._jsonata_value(item)) for key, item in value.items()])
        if isinstance(value, list):
            return Members("[]", [self._jsonata_value(item) for item in value])
        return self._jsonata(value) if isinstance(value, str) and value.startswith("{%") else self._scalar(value)

    def _plain(self, value: Any) -> Node:
        if isinstance(value, dict):
            return Members("{}", [_member(key, self._plain(item)) for key, item in value.items()])
        if isinstance(value, list):
            return Members("[]", [self._plain(item) for item in value])
        return self._jsonata_looking(value) or self._scalar(value)

    def _jsonata_looking(self, value: Any) -> Node | None:
        """Text that is no expression here, but would be read as one."""
        if self.in_paths or not isinstance(value, str) or not value.startswith("{%"):
            return None
        return self._verbatim(string(value))

    def _scalar(self, value: Any) -> Node:
        if not isinstance(value, str):
            return Atom(scalar(value))
        variable = self._author.parameters.of(value)
        return self._string(value) if variable is None else Atom(variable)

    def _string(self, text: str) -> Node:
        return self._verbatim(string(text)) if MARK in text else Atom(string(text))

    def _jsonata(self, text: str) -> Node:
        inner = text[2:-2]
        if text.startswith(_IN_CONTEXT) and text.endswith(" %}"):
            known = self._context(text[len(_IN_CONTEXT) : -len(" %}")])
            if known is not None:
                return known
        for candidate in (inner[1:-1], inner, inner[1:], inner[:-1]):
            if wrapped(candidate) == text and not candidate.strip().startswith("{%"):
                return self._expression(candidate)
        self._author.note(f"{text!r:.80} is kept with its own spaces, as verbatim(...)")
        return self._verbatim(string(text))

    def _expression(self, text: str) -> Node:
        read = self._author.outputs.expression(text, self._author.use) if self._author.outputs else None
        if read is not None:
            return read
        if "\n" in text and is_multiline(text):
            return Atom(self._author.expression(text, self.label))
        return Call(self._author.use("jsonata"), [Atom(string(text))])

    def _verbatim(self, text: str) -> Node:
        return Call(self._author.use("verbatim"), [Atom(text)])

    def _deep(self, value: Any) -> Node | None:
        """A value nested so deep that Python's parser would not take it, as JSON text."""
        if _depth(value) <= _DEEPEST:
            return None
        self._author.use("json")
        self._author.note(f"a value nested more than {_DEEPEST} deep is kept as JSON text")
        return self._verbatim(f"json.loads({string(json.dumps(value, ensure_ascii=False))})")


def _member(key: str, value: Node) -> Node:
    return Argument(f"{string(key)}: ", value)


def _literal(value: Any) -> Node:
    if isinstance(value, dict):
        return Members("{}", [_member(key, _literal(item)) for key, item in value.items()])
    return Members("[]", [_literal(item) for item in value]) if isinstance(value, list) else Atom(scalar(value))


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level:
        deepest += 1
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if deepest > _DEEPEST:
            break
    return deepest

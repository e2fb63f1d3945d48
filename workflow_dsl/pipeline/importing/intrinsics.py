"""CloudFormation's functions in a definition: as text in which `${Name}` stands for what only a stack knows.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from workflow_dsl.checks.template import is_intrinsic
from workflow_dsl.decompiler import Placeholder
from workflow_dsl.naming import Names, upper_camel

_VARIABLE = re.compile(r"\$\{(!?)([^{}]*)\}")
_LONGEST = 120


class Intrinsics:
    """Resolves the functions of one definition, and remembers what each placeholder stands for."""

    def __init__(self) -> None:
        self._names = Names()
        self._by_meaning: dict[str, Placeholder] = {}
        self.notes: dict[str, None] = {}

    @property
    def placeholders(self) -> list[Placeholder]:
        """What the placeholders stand for."""
        return list(self._by_meaning.values())

    def resolve(self, value: Any) -> Any:
        """The value with every function replaced by text."""
        root: list[Any] = [value]
        pending: list[tuple[Any, Any]] = [(root, 0)]
        while pending:
            parent, key = pending.pop()
            item = parent[key]
            if is_intrinsic(item):
                parent[key] = self.text(item)
            elif isinstance(item, dict):
                parent[key] = dict(item)
                pending.extend((parent[key], name) for name in item)
            elif isinstance(item, list):
                parent[key] = list(item)
                pending.extend((parent[key], index) for index in range(len(item)))
        return root[0]

    def text(self, value: Any) -> str:
        """A function as text; what cannot be known is a placeholder of its own."""
        if not isinstance(value, dict):
            return value if isinstance(value, str) else json.dumps(value)
        name, argument = next(iter(value.items()), ("", None))
        match name, argument:
            case "Ref", str():
                return self._placeholder(argument)
            case "Fn::GetAtt", [str(), str()] | str():
                return self._placeholder(argument if isinstance(argument, str) else ".".join(argument))
            case "Fn::Sub", str():
                return self._substituted(argument, {})
            case "Fn::Sub", [str() as text, dict() as known]:
                return self._substituted(text, known)
            case "Fn::Join", [str() as separator, list() as parts]:
                return separator.join(self.text(part) for part in parts)
        return self._placeholder(json.dumps(value, sort_keys=True), name.removeprefix("Fn::"))

    def _substituted(self, text: str, known: Mapping[str, Any]) -> str:
        def put(found: re.Match[str]) -> str:
            if found[1]:
                return "${" + found[2] + "}"
            return self.text(known[found[2]]) if found[2] in known else self._placeholder(found[2])

        return _VARIABLE.sub(put, text)

    def _placeholder(self, meaning: str, wish: str | None = None) -> str:
        if meaning == "AWS::Partition":
            # A Resource begins with it, and tells what a task is.
            self.notes["AWS::Partition is taken to be aws"] = None
            return "aws"
        if meaning not in self._by_meaning:
            name = self._names.claim(upper_camel(wish or meaning.replace("::", "."))[:_LONGEST] or "Value")
            self._by_meaning[meaning] = Placeholder(name, f"In the template: {meaning}"[:_LONGEST])
        return "${" + self._by_meaning[meaning].name + "}"


def holds_intrinsics(value: Any) -> bool:
    """Whether a function of CloudFormation stands anywhere in it."""
    pending = [value]
    while pending:
        item = pending.pop()
        if is_intrinsic(item):
            return True
        if isinstance(item, dict | list):
            pending.extend(item.values() if isinstance(item, dict) else item)
    return False


def described(value: Any, text: Callable[[Any], str]) -> tuple[str, str | None]:
    """What a substitution stands for in the template, and its value if that is known."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return "", str(value)
    if is_intrinsic(value):
        name, argument = next(iter(value.items()))
        shown = ".".join(argument) if isinstance(argument, list) and name == "Fn::GetAtt" else argument
        return f"In the template: {shown if isinstance(shown, str) else json.dumps(value)}"[:_LONGEST], None
    return f"In the template: {text(value)}"[:_LONGEST], None

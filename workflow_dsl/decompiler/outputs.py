"""Variables that only keep the result of a step: a reader of Python reads the step's output instead."""

import json
import keyword
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from workflow_dsl import asl
from workflow_dsl.decompiler.caught_errors import CaughtErrors
from workflow_dsl.decompiler.fields import texts_of
from workflow_dsl.decompiler.literals import is_reserved, scalar, string
from workflow_dsl.decompiler.printer import Argument, Atom, Call, Node
from workflow_dsl.dsl.jsonata import TOKEN
from workflow_dsl.naming import lower_camel

_RESULT = "{% $states.result %}"
_MEMBERS = re.compile(r"\$(?P<name>\w+)(?P<path>(?:\.[A-Za-z]\w*)*)\Z")
_COMPARED = re.compile(
    r"\$(?P<name>\w+)(?P<path>(?:\.[A-Za-z]\w*)+) (?P<sign>=|!=|<|<=|>|>=) (?P<value>'[^'\\\"]*'|-?[1-9]\d{0,15}|0)\Z"
)
_NOT_ARGUMENTS = {"text", "type"}


class Outputs:
    """The variables of a machine that stand for the output of a step, each with the Python name of the step.

    That they can be written so is a guess: whoever decompiles with it compiles the text and compares."""

    def __init__(self, machine: asl.StateMachine, variables: Mapping[str, str]) -> None:
        self._caught = CaughtErrors(machine)
        self._steps: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._tasks: set[str] = set()
        assigned, spread = _assigned(machine), _in_several_lines(machine)
        for name, variable in variables.items():
            key = lower_camel(name)[:80]
            if assigned[key] == 1 and key not in spread and _keeps_result(machine.States[name], key) and _fits(key):
                self._steps[key] = variable
                self._owners[name] = key
                if isinstance(machine.States[name], asl.Task):
                    self._tasks.add(key)

    def __bool__(self) -> bool:
        return bool(self._steps) or bool(self._caught)

    def own_assign(self, name: str, assign: dict[str, Any]) -> dict[str, Any]:
        """The variables of a state without the one that its output stands for."""
        return {key: value for key, value in assign.items() if key != self._owners.get(name)}

    def own_catcher(self, name: str, catcher: asl.Catcher) -> tuple[dict[str, Any] | None, bool]:
        """The variables of a catcher of this state without the one that the caught error stands for, and whether it
        leaves the error caught before in its place.
        """
        return self._caught.own(name, catcher)

    def expression(self, text: str, use: Callable[[str], str]) -> Node | None:
        """An expression that reads such a variable; None for one that reads none."""
        read = self._caught.whole(text)
        if read is not None:
            use("caught")
            return Atom(read)
        used = dict.fromkeys(found["name"] for found in TOKEN.finditer(text) if found["name"] in self._steps)
        text, errors = self._caught.replaced(text)
        if not used and not errors:
            return None
        if used and not errors and (plain := self._plain(text)) is not None:
            return plain
        if errors:
            use("caught")
        names = [Argument(f"{name}=", Atom(f"{self._steps[name]}.output")) for name in used]
        names += [Argument(f"{name}=", Atom(value)) for name, value in errors.items()]
        return Call(use("jsonata"), [Atom(string(text)), *names])

    def _plain(self, text: str) -> Node | None:
        """An output, a member of it, or the comparison of one: Python itself can say it."""
        whole = _MEMBERS.match(text)
        if whole is not None and self._has_members(whole):
            return Atom(f"{self._steps[whole['name']]}.output{whole['path']}")
        compared = _COMPARED.match(text)
        if compared is None or not self._has_members(compared):
            return None
        sign = "==" if compared["sign"] == "=" else compared["sign"]
        value = compared["value"]
        literal = string(value[1:-1]) if value.startswith("'") else scalar(int(value))
        return Atom(f"{self._steps[compared['name']]}.output{compared['path']} {sign} {literal}")

    def _has_members(self, found: re.Match[str]) -> bool:
        """Whether Python can name them: to a type checker only the results of tasks have members of any name."""
        return not found["path"] or (found["name"] in self._tasks and _are_members(found["path"]))


def _keeps_result(state: asl.State, key: str) -> bool:
    assign = getattr(state, "Assign", None) or {}
    if key not in assign:
        return False
    if isinstance(state, asl.Pass):
        return state.given("Output") and _same(assign[key], state.Output)
    if isinstance(state, asl.Worker):
        return _same(assign[key], state.Output if state.given("Output") else _RESULT)
    return False


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _fits(key: str) -> bool:
    return key.isidentifier() and not keyword.iskeyword(key) and key not in _NOT_ARGUMENTS


def _are_members(path: str) -> bool:
    return not any(map(is_reserved, path.split(".")[1:]))


def _assigned(machine: asl.StateMachine) -> Counter[str]:
    """How often each variable is assigned."""
    count: Counter[str] = Counter()
    for _, state in asl.walk(machine):
        for holder in (state, *getattr(state, "Catch", ()), *getattr(state, "Choices", ())):
            count.update((getattr(holder, "Assign", None) or {}).keys())
    return count


def _in_several_lines(machine: asl.StateMachine) -> set[str]:
    """The variables that expressions of several lines read: these are declared ahead of all steps."""
    texts = (text for text in texts_of(machine.to_json()) if text.startswith("{%") and "\n" in text)
    return {found["name"] for text in texts for found in TOKEN.finditer(text) if found["name"]}

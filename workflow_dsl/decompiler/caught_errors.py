"""The variable that only keeps the error that was caught: a reader of Python reads `caught` instead."""

import re
from collections.abc import Iterator
from typing import Any

from workflow_dsl import asl
from workflow_dsl.decompiler.check_flow import transitions
from workflow_dsl.decompiler.fields import texts_of
from workflow_dsl.dsl.jsonata import TOKEN

_KEY = "caught"
_KEPT = {_KEY: "{% $states.errorOutput %}"}
_ERROR = "$caught.Error"
# Some errors come without a cause.
_CAUSE = "($exists($caught.Cause) ? $caught.Cause : '')"
_READ = re.compile(r"\$caught\.Error(?!\w)|" + re.escape(_CAUSE))


class CaughtErrors:
    """Whether the variable of a machine keeps the caught error and nothing else, and who has to keep it."""

    def __init__(self, machine: asl.StateMachine) -> None:
        self._states = machine.States
        self._readers = {name for name, state in machine.States.items() if _reads(state.to_json())}
        self._is_kept = bool(self._readers) and self._is_plain(machine)

    def __bool__(self) -> bool:
        return self._is_kept

    def own(self, name: str, catcher: asl.Catcher) -> tuple[dict[str, Any] | None, bool]:
        """The other variables of a catcher of this state, and whether it leaves the error caught before."""
        if not self._is_kept or name not in self._states:
            return catcher.Assign, False
        if catcher.Assign == _KEPT:
            return None, False
        return catcher.Assign, self._leads_to_reader(catcher.Next)

    def whole(self, text: str) -> str | None:
        """What reads the error or its cause and nothing else."""
        return {_ERROR: "caught.error", _CAUSE: "caught.cause"}.get(text) if self._is_kept else None

    def replaced(self, text: str) -> tuple[str, dict[str, str]]:
        """The text with names in place of the error and its cause, and what the names stand for."""
        if not self._is_kept or f"${_KEY}" not in text:
            return text, {}
        names: dict[str, str] = {}

        def put(found: re.Match[str]) -> str:
            name = "error" if found[0] == _ERROR else "cause"
            names[name] = f"caught.{name}"
            return f"${name}"

        return _READ.sub(put, text), names

    def _is_plain(self, machine: asl.StateMachine) -> bool:
        """All that assign it keep the error in it, outside of inner flows; all that read it read its name or cause."""
        for path, state in asl.walk(machine):
            holders = (state, *getattr(state, "Choices", ()))
            if any(_KEY in (getattr(holder, "Assign", None) or {}) for holder in holders):
                return False
            for catcher in getattr(state, "Catch", ()):
                if _KEY in (catcher.Assign or {}) and (catcher.Assign != _KEPT or path.parent is not None):
                    return False
        return all(_is_sayable(text) for text in _expressions(machine.to_json()))

    def _leads_to_reader(self, start: str) -> bool:
        reached, pending = {start}, [start]
        while pending:
            name = pending.pop()
            if name in self._readers:
                return True
            for _, target in transitions(self._states[name]):
                if target not in reached:
                    reached.add(target)
                    pending.append(target)
        return False


def _reads(value: Any) -> bool:
    return any(f"${_KEY}" in text for text in _expressions(value))


def _is_sayable(text: str) -> bool:
    if f"${_KEY}" not in text:
        return True
    if "\n" in text:
        return False
    left = _READ.sub("", text)
    names = {found["name"] for found in TOKEN.finditer(text)}
    return not {_KEY} & {found["name"] for found in TOKEN.finditer(left)} and not {"error", "cause"} & names


def _expressions(value: Any) -> Iterator[str]:
    return (text for text in texts_of(value) if text.startswith("{%"))

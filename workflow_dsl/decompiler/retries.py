"""Retriers and catchers; retry policies and error lists that stand more than once become constants."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from workflow_dsl import asl
from workflow_dsl.decompiler.author import Author
from workflow_dsl.decompiler.literals import scalar, string
from workflow_dsl.decompiler.printer import Argument, Atom, Call, Members, Node
from workflow_dsl.decompiler.values import Values
from workflow_dsl.dsl import errors as service_errors
from workflow_dsl.naming import words

# The names that the front door has for the errors of the service.
_ERRORS = {value: name for name, value in vars(service_errors).items() if name.isupper() and isinstance(value, str)}


class Guards:
    """The retriers and catchers of one definition."""

    def __init__(self, author: Author, states: Iterable[asl.State]) -> None:
        self._author = author
        self._retriers: Counter[str] = Counter()
        self._lists: Counter[tuple[str, ...]] = Counter()
        self._named: dict[str, str] = {}
        self._named_lists: dict[tuple[str, ...], str] = {}
        self.constants: list[tuple[str, Node]] = []
        retriers: dict[str, asl.Retrier] = {}
        for state in states:
            for retrier in getattr(state, "Retry", ()):
                retriers[_key(retrier)] = retrier
                self._retriers[_key(retrier)] += 1
            self._lists.update(catcher.ErrorEquals for catcher in getattr(state, "Catch", ()))
        self._lists.update(retrier.ErrorEquals for retrier in retriers.values())
        self._lift_lists()
        self._lift_retriers(retriers)

    def retry(self, retriers: Sequence[asl.Retrier]) -> Node:
        """The retriers of a state."""
        return Members("[]", [self._retrier(retrier) for retrier in retriers])

    def catch(self, catchers: Sequence[asl.Catcher], values: Values) -> Node:
        """The catchers of a state."""
        return Members("[]", [self._catcher(catcher, values) for catcher in catchers])

    def _lift_lists(self) -> None:
        for errors, count in self._lists.items():
            if count > 1 and len(errors) > 1:
                name = self._author.constant(f"{_common(errors)} errors")
                self.constants.append((name, Members("[]", [self._error(error) for error in errors])))
                self._named_lists[errors] = name

    def _lift_retriers(self, retriers: dict[str, asl.Retrier]) -> None:
        for key, retrier in retriers.items():
            if self._retriers[key] > 1:
                node = self._built(retrier)
                name = self._author.variable(f"retry {_policy(retrier.ErrorEquals)}")
                self.constants.append((name, node))
                self._named[key] = name

    def _retrier(self, retrier: asl.Retrier) -> Node:
        name = self._named.get(_key(retrier))
        return self._built(retrier) if name is None else Atom(name)

    def _built(self, retrier: asl.Retrier) -> Node:
        values = Values(self._author, "JSONPath")
        arguments = [self._errors(retrier.ErrorEquals)]
        told: list[tuple[str, str, Any]] = [
            ("IntervalSeconds", "interval", values.seconds),
            ("MaxAttempts", "max_attempts", values.dynamic),
            ("BackoffRate", "backoff_rate", values.dynamic),
            ("MaxDelaySeconds", "max_delay", values.seconds),
            ("JitterStrategy", "jitter", lambda jitter: Atom(scalar(jitter == "FULL"))),
            ("Comment", "comment", lambda comment: Atom(string(comment))),
        ]
        for field, name, write in told:
            if retrier.given(field):
                arguments.append(Argument(f"{name}=", write(getattr(retrier, field))))
        return Call(self._author.use("Retry"), arguments)

    def _catcher(self, catcher: asl.Catcher, values: Values) -> Node:
        arguments = [self._errors(catcher.ErrorEquals), Argument("to=", Atom(string(catcher.Next)))]
        if catcher.Comment is not None:
            arguments.append(Argument("comment=", Atom(string(catcher.Comment))))
        if catcher.given("ResultPath"):
            arguments.append(Argument("result_path=", Atom(scalar(catcher.ResultPath))))
        if catcher.given("Output"):
            arguments.append(Argument("output=", values.template(catcher.Output)))
        assign, keeps = catcher.Assign, False
        if self._author.outputs:
            assign, keeps = self._author.outputs.own_catcher(values.label, catcher)
        if keeps:
            arguments.append(Argument("keep_caught=", Atom("True")))
        if assign is not None:
            arguments.append(Argument("assign=", values.template(assign)))
        return Call(self._author.use("Catch"), arguments)

    def _errors(self, errors: tuple[str, ...]) -> Node:
        if errors in self._named_lists:
            return Atom(self._named_lists[errors])
        if len(errors) == 1:
            return self._error(errors[0])
        return Members("[]", [self._error(error) for error in errors])

    def _error(self, error: str) -> Node:
        if error in _ERRORS:
            self._author.use("errors")
            return Atom(f"errors.{_ERRORS[error]}")
        return Atom(string(error))


def _key(retrier: asl.Retrier) -> str:
    return json.dumps(retrier.to_json(), sort_keys=True)


def _common(errors: Sequence[str]) -> str:
    """What the names of the errors begin with, in words."""
    first, *others = [words(error) for error in errors]
    shared = [word for index, word in enumerate(first) if all(other[index : index + 1] == [word] for other in others)]
    return "_".join(shared) or "handled"


def _policy(errors: Sequence[str]) -> str:
    if len(errors) == 1:
        return {"States.ALL": "all"}.get(errors[0], " ".join(words(errors[0].removeprefix("States."))))
    return _common(errors) if _common(errors) != "handled" else " ".join(words(errors[0]))

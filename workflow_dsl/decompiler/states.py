"""One state becomes one step."""

from collections.abc import Sequence
from typing import NamedTuple

from workflow_dsl import asl
from workflow_dsl.decompiler.author import Author
from workflow_dsl.decompiler.conditions import Conditions
from workflow_dsl.decompiler.fields import field
from workflow_dsl.decompiler.literals import scalar, string
from workflow_dsl.decompiler.maps import map_step
from workflow_dsl.decompiler.printer import Argument, Atom, Call, Members, Node
from workflow_dsl.decompiler.retries import Guards
from workflow_dsl.decompiler.tasks import called
from workflow_dsl.decompiler.values import Values

_PATHS = {"InputPath": "input", "ResultSelector": "selector", "ResultPath": "result", "OutputPath": "output"}


class _Own(NamedTuple):
    """The kind of step, its own arguments, `unnamed` and `named`, and whether they say the state's Output."""

    kind: str
    named: list[Node]
    unnamed: Sequence[Node] = ()
    says_output: bool = False


class States:
    """The steps of one definition."""

    def __init__(self, author: Author, guards: Guards, machine_language: str) -> None:
        self._author = author
        self._guards = guards
        self._language = machine_language

    def step(self, name: str, state: asl.State, going: list[Node], flows: list[Node]) -> Call:
        """The call that declares a state; `going` says where it leads, `flows` are those inside of it."""
        values = Values(self._author, state.QueryLanguage or self._language, name)
        own = self._own(state, values, flows)
        arguments = [Atom(string(name)), *own.unnamed, *_comment(state), *own.named]
        arguments += [*self._handed_on(state, values, says_output=own.says_output), *self._guarded(state, values)]
        if isinstance(state, asl.Task):
            arguments += self._limits(state, values)
        arguments += going
        if state.QueryLanguage is not None:
            arguments.append(Argument("language=", Atom(string(state.QueryLanguage))))
        return Call(self._author.use(own.kind), arguments)

    def _own(self, state: asl.State, values: Values, flows: list[Node]) -> _Own:
        match state:
            case asl.Task():
                call = called(state, self._author, values)
                split = 0 if call.kind in ("AwsTask", "HttpTask") else 1
                return _Own(call.kind, call.arguments[split:], call.arguments[:split], call.says_output)
            case asl.Map():
                return _Own(*map_step(state, values, flows[0]))
            case asl.Parallel():
                given = "Parameters" if values.in_paths else "Arguments"
                own = [Argument("branches=", Members("[]", flows))]
                return _Own("Parallel", own + field(state, given, "arguments", values.template))
            case asl.Choice():
                return _Own("Choice", self._choice(state, values))
            case asl.Pass():
                return _Own("Pass", self._pass(state, values), says_output=True)
            case asl.Wait():
                return _Own("Wait", self._wait(state, values))
            case asl.Succeed():
                return _Own("Succeed", [])
            case asl.Fail():
                return _Own("Fail", self._fail(state, values))

    def _choice(self, state: asl.Choice, values: Values) -> list[Node]:
        conditions = Conditions(self._author, values)
        rules: list[Node] = []
        for rule in state.Choices:
            arguments = [conditions.of(rule), Argument("to=", Atom(string(str(rule.Next))))]
            arguments += [*_comment(rule), *field(rule, "Output", "output", values.template)]
            arguments += field(rule, "Assign", "assign", values.template)
            rules.append(Call(self._author.use("When"), arguments))
        return [Argument("when=", Members("[]", rules))]

    def _pass(self, state: asl.Pass, values: Values) -> list[Node]:
        if not values.in_paths:
            return field(state, "Output", "value", values.template)
        return [
            *field(state, "Result", "value", values.literal),
            *field(state, "Parameters", "parameters", values.template),
        ]

    def _wait(self, state: asl.Wait, values: Values) -> list[Node]:
        if state.given("Seconds"):
            name = "duration" if isinstance(state.Seconds, int) else "seconds"
            return [Argument(f"{name}=", values.seconds(state.Seconds))]
        return [
            *field(state, "SecondsPath", "seconds", values.path),
            *field(state, "Timestamp", "until", values.text),
            *field(state, "TimestampPath", "until", values.path),
        ]

    def _fail(self, state: asl.Fail, values: Values) -> list[Node]:
        return [
            *field(state, "Error", "error", values.text),
            *field(state, "ErrorPath", "error", values.path),
            *field(state, "Cause", "cause", values.text),
            *field(state, "CausePath", "cause", values.path),
        ]

    def _handed_on(self, state: asl.State, values: Values, *, says_output: bool) -> list[Node]:
        """What it takes in and hands on."""
        paths: list[Node] = []
        for path, name in _PATHS.items():
            if state.given(path):
                value = getattr(state, path)
                write = values.template if path == "ResultSelector" else lambda path: Atom(scalar(path))
                paths.append(Argument(f"{name}=", write(value)))
        own: list[Node] = [Argument("paths=", Call(self._author.use("Paths"), paths))] if paths else []
        if state.given("Output") and not says_output:
            own += field(state, "Output", "output", values.template)
        assign = getattr(state, "Assign", None) if state.given("Assign") else None
        if assign is not None and self._author.outputs:
            assign = self._author.outputs.own_assign(values.label, assign) or None
        return own if assign is None else [*own, Argument("assign=", values.template(assign))]

    def _guarded(self, state: asl.State, values: Values) -> list[Node]:
        own: list[Node] = []
        if state.given("Retry"):
            own.append(Argument("retry=", self._guards.retry(getattr(state, "Retry", ()))))
        if state.given("Catch"):
            own.append(Argument("catch=", self._guards.catch(getattr(state, "Catch", ()), values)))
        return own

    def _limits(self, state: asl.Task, values: Values) -> list[Node]:
        return [
            *field(state, "TimeoutSeconds", "timeout", values.seconds),
            *field(state, "TimeoutSecondsPath", "timeout", values.path),
            *field(state, "HeartbeatSeconds", "heartbeat", values.seconds),
            *field(state, "HeartbeatSecondsPath", "heartbeat", values.path),
            *field(state, "Credentials", "credentials", values.template),
        ]


def going_of(state: asl.State, *, follows: str | None, is_last: bool, on_main: bool) -> list[Node]:
    """How a step says where it leads: nothing where the one written next follows it anyway."""
    if isinstance(state, asl.Choice):
        return [] if state.Default in (None, follows) else [Argument("otherwise=", Atom(string(str(state.Default))))]
    following: str | None = getattr(state, "Next", None)
    if following is not None:
        return [] if following == follows else [Argument("next=", Atom(string(following)))]
    ends = isinstance(state, asl.Succeed | asl.Fail) or (is_last and on_main)
    return [] if ends else [Argument("end=", Atom("True"))]


def _comment(described: asl.AslObject) -> list[Node]:
    comment: str | None = getattr(described, "Comment", None)
    return [] if comment is None else [Argument("comment=", Atom(string(comment)))]

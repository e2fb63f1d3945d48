"""Runs inside of a Lambda environment: notes the fault points that an invocation reaches, and fails at those armed.

Never imported: `inject` adds a line to a function's source that runs this file and wraps the handler. It shares its
process with the handler, and imports nothing that the handler does not have anyway. What is armed is in files of a
folder (see `board`): a fault belongs to the invocations whose event mentions its key.
"""

import hashlib
import http.client
import importlib
import json
import os
import time
from collections.abc import Callable, Iterator
from typing import Any, cast

Fault = dict[str, Any]
Handler = Callable[[Any, Any], Any]

THROTTLED = "ProvisionedThroughputExceededException"
FOREVER = 3600.0
LONGEST_TEXT = 300
"""Characters of a text in which the beginning of a key is looked for."""


class Probe:
    """One invocation: its faults, and how often each call was made so far."""

    def __init__(self, folder: str, function: str, event: Any) -> None:
        self.folder, self.function = folder, function
        self.keys, self.faults = _armed(folder, event)
        self.calls: dict[str, int] = {}
        self.call = ""
        self.inside_aws = False

    def begin(self, call: str) -> str:
        """Number a call, and reach the point before it."""
        self.calls[call] = self.calls.get(call, 0) + 1
        self.call = f"{call}.{self.calls[call]}"
        self.reach(f"{self.call}.before")
        return self.call

    def reach(self, place: str) -> None:
        """Note the point, and fail there as it is armed."""
        point = f"{self.function}.{place}"
        if os.path.exists(os.path.join(self.folder, "recording")):
            for key in self.keys:
                _append(os.path.join(self.folder, "points"), f"{key} {point}")
        for fault in self.faults:
            if fault["point"] == point and fault["action"] != "throttle" and self.fire(fault):
                _fail(fault, place)

    def throttled(self) -> bool:
        """Whether the call that is under way is to be throttled."""
        point = f"{self.function}.{self.call}"
        armed = [fault for fault in self.faults if fault["point"] == point and fault["action"] == "throttle"]
        return any(self.fire(fault) for fault in armed)

    def fire(self, fault: Fault) -> bool:
        """Whether the fault happens now; one that happens once goes to whoever makes its file first."""
        mark = os.path.join(self.folder, "fired", fault["id"])
        flags = os.O_CREAT | os.O_WRONLY | (os.O_EXCL if fault["once"] else 0)
        try:
            os.close(os.open(mark, flags))
        except FileExistsError:
            return False
        return True


class Throttled:
    """The body of an answer, as botocore reads it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """All of it at once."""
        yield json.dumps({"__type": THROTTLED, "message": "throttled by a test"}).encode()


class _State:
    """The invocation under way: an environment has one at a time."""

    probe: Probe | None = None
    installed = False


def wrap(handler: Handler, folder: str, function: str) -> Handler:
    """The handler with fault points."""
    if not _State.installed:
        _State.installed = True
        _watch_aws()
        _watch_http()

    def invoke(event: Any, context: Any) -> Any:
        _State.probe = probe = Probe(folder, function, event)
        try:
            probe.reach("entry")
            result = handler(event, context)
            probe.reach("exit")
            return result
        finally:
            _State.probe = None

    return invoke


def _fail(fault: Fault, place: str) -> None:
    action = fault["action"]
    if action == "crash":
        os._exit(1)
    if action == "raise":
        raise (ConnectionResetError if "." in place else RuntimeError)("broken by a test")
    time.sleep(FOREVER if action == "hang" else fault["seconds"])


def _watch_aws() -> None:
    client = importlib.import_module("botocore.client").BaseClient
    plain = client._make_api_call

    def call(self: Any, operation: str, arguments: Any) -> Any:
        probe = _State.probe
        if probe is None or probe.inside_aws:
            return plain(self, operation, arguments)
        self.meta.events.register_first("before-send", _throttle, unique_id="chaos")
        name = probe.begin(f"{self.meta.service_model.service_name}.{operation}")
        probe.inside_aws = True
        try:
            return plain(self, operation, arguments)
        finally:
            probe.inside_aws = False
            probe.reach(f"{name}.after")

    client._make_api_call = call


def _throttle(request: Any, **_: Any) -> Any:
    if _State.probe is None or not _State.probe.throttled():
        return None
    answer = importlib.import_module("botocore.awsrequest").AWSResponse
    return answer(request.url, 400, {"Content-Type": "application/x-amz-json-1.0"}, Throttled())


def _watch_http() -> None:
    # Every client of the standard library, urllib3 and requests goes through it.
    connection = cast(Any, http.client.HTTPConnection)
    put, get = connection.putrequest, connection.getresponse

    def putrequest(self: Any, method: str, *arguments: Any, **named: Any) -> Any:
        probe = _State.probe
        if probe is not None and not probe.inside_aws:
            self.chaos_call = probe.begin(f"http.{method}")
        return put(self, method, *arguments, **named)

    def getresponse(self: Any, *arguments: Any, **named: Any) -> Any:
        response = get(self, *arguments, **named)
        probe = _State.probe
        if probe is not None and not probe.inside_aws:
            probe.reach(f"{getattr(self, 'chaos_call', 'http')}.after")
        return response

    connection.putrequest, connection.getresponse = putrequest, getresponse


def _armed(folder: str, event: Any) -> tuple[list[str], list[Fault]]:
    """The keys that the event mentions, and their faults."""
    keys: list[str] = []
    faults: list[Fault] = []
    for text in set(_texts(event)):
        key = hashlib.sha256(text.encode()).hexdigest()
        try:
            with open(os.path.join(folder, "armed", key)) as file:
                faults += json.load(file)
        except FileNotFoundError:
            continue
        keys.append(key)
    return keys, faults


def _texts(value: Any) -> Iterator[str]:
    """Every text in an event, and what is at its end behind a sign, as the name in an ARN; also of JSON in a text."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
        if value[:1] != "{":
            yield from (value[end + 1 :] for end, sign in enumerate(value[:LONGEST_TEXT]) if not sign.isalnum())
            return
        try:
            inner = json.loads(value)
        except ValueError:
            return
        yield from _texts(inner)


def _append(path: str, line: str) -> None:
    target = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        os.write(target, f"{line}\n".encode())
    finally:
        os.close(target)

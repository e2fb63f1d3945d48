"""Runs inside of a Lambda environment: notes the fault points that an invocation reaches, and fails at those armed.

Never imported: `inject` adds a line to a function's source that runs this file and wraps the handler. Standard library
only, for it shares its process with the handler. What is armed is in files of a folder (see `board`): a fault belongs to
the invocations whose event mentions its key.
"""

import hashlib
import http.client
import json
import os
import time

THROTTLED = "ProvisionedThroughputExceededException"
FOREVER = 3600.0


class Probe:
    """One invocation: its faults, and how often each call was made so far."""

    def __init__(self, folder, function, event):
        self.folder, self.function = folder, function
        self.keys, self.faults = _armed(folder, event)
        self.calls = {}
        self.call = ""
        self.inside_aws = False

    def begin(self, call):
        """Number a call, and reach the point before it."""
        self.calls[call] = self.calls.get(call, 0) + 1
        self.call = f"{call}.{self.calls[call]}"
        self.reach(f"{self.call}.before")
        return self.call

    def reach(self, place):
        """Note the point, and fail there as it is armed."""
        point = f"{self.function}.{place}"
        if os.path.exists(os.path.join(self.folder, "recording")):
            for key in self.keys:
                _append(os.path.join(self.folder, "points"), f"{key} {point}")
        for fault in self.faults:
            if fault["point"] == point and fault["action"] != "throttle" and self.fire(fault):
                _fail(fault, place)

    def throttled(self):
        """Whether the call that is under way is to be throttled."""
        point = f"{self.function}.{self.call}"
        armed = [fault for fault in self.faults if fault["point"] == point and fault["action"] == "throttle"]
        return any(self.fire(fault) for fault in armed)

    def fire(self, fault):
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

    def stream(self, **_):
        """All of it at once."""
        yield json.dumps({"__type": THROTTLED, "message": "throttled by a test"}).encode()


class _State:
    """The invocation under way: an environment has one at a time."""

    probe = None
    installed = False


def wrap(handler, folder, function):
    """The handler with fault points."""
    if not _State.installed:
        _State.installed = True
        _watch_aws()
        _watch_http()

    def invoke(event, context):
        _State.probe = probe = Probe(folder, function, event)
        try:
            probe.reach("entry")
            result = handler(event, context)
            probe.reach("exit")
            return result
        finally:
            _State.probe = None

    return invoke


def _fail(fault, place):
    action = fault["action"]
    if action == "crash":
        os._exit(1)
    if action == "raise":
        raise (ConnectionResetError if "." in place else RuntimeError)("broken by a test")
    time.sleep(FOREVER if action == "hang" else fault["seconds"])


def _watch_aws():
    import botocore.client

    plain = botocore.client.BaseClient._make_api_call

    def call(self, operation, arguments):
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

    botocore.client.BaseClient._make_api_call = call


def _throttle(request, **_):
    from botocore.awsrequest import AWSResponse

    if _State.probe is None or not _State.probe.throttled():
        return None
    return AWSResponse(request.url, 400, {"Content-Type": "application/x-amz-json-1.0"}, Throttled())


def _watch_http():
    connection = http.client.HTTPConnection
    put, get = connection.putrequest, connection.getresponse

    def putrequest(self, method, *arguments, **named):
        probe = _State.probe
        if probe is not None and not probe.inside_aws:
            self.chaos_call = probe.begin(f"http.{method}")
        return put(self, method, *arguments, **named)

    def getresponse(self, *arguments, **named):
        response = get(self, *arguments, **named)
        probe = _State.probe
        if probe is not None and not probe.inside_aws:
            probe.reach(f"{getattr(self, 'chaos_call', 'http')}.after")
        return response

    connection.putrequest, connection.getresponse = putrequest, getresponse


def _armed(folder, event):
    """The keys that the event mentions, and their faults."""
    keys, faults = [], []
    for text in set(_texts(event)):
        key = hashlib.sha256(text.encode()).hexdigest()
        try:
            with open(os.path.join(folder, "armed", key)) as file:
                faults += json.load(file)
        except FileNotFoundError:
            continue
        keys.append(key)
    return keys, faults


def _texts(value):
    """Every text in an event: also inside of JSON in a text, and the name at the end of an ARN."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
        yield value.rpartition(":")[2]
        if value[:1] == "{":
            try:
                inner = json.loads(value)
            except ValueError:
                return
            yield from _texts(inner)


def _append(path, line):
    target = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        os.write(target, f"{line}\n".encode())
    finally:
        os.close(target)

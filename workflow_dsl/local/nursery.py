"""Starts Lambda environments by forking: a process that has imported what most handlers import, and waits.

Run as a script by `server`, isolated (`python -I`), never imported. Each connection is a function's `bootstrap` (see
`hatch`): it sends its standard output and error, and as JSON its environment and folder. The fork becomes the
environment, under AWS's own runtime client, and ends when the connection does. Importing the AWS SDK and pydantic anew
for each environment takes more processor time than everything else that a local run does.
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import threading

# Read from the environment by nobody while they are imported, so that every function can have them as they are.
PRELOADED = (
    "boto3",
    "boto3.dynamodb.types",
    "botocore.config",
    "pydantic.alias_generators",
    "aws_lambda_powertools",
    "aws_lambda_powertools.utilities.parameters",
    "aws_lambda_powertools.utilities.parser",
    "urllib3",
)
PARENT_SECONDS = 1.0
"""How long it takes at most to see that the parent has ended."""


def serve(path: str) -> None:
    """Wait for functions at a Unix socket, for as long as the parent lives."""
    parent = os.getppid()
    for module in PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # From its own folder: the whole path of a socket may have 107 characters only.
    os.chdir(os.path.dirname(path))
    name = os.path.basename(path)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(name)
        listener.listen(128)
        listener.settimeout(PARENT_SECONDS)
        while os.getppid() == parent:
            with contextlib.suppress(TimeoutError):
                connection, _ = listener.accept()
                if os.fork() == 0:
                    listener.close()
                    connection.settimeout(None)
                    _become_environment(connection)
                connection.close()


def _become_environment(connection: socket.socket) -> None:
    header, outputs, _, _ = socket.recv_fds(connection, 4, 2)
    told = json.loads(_receive(connection, int.from_bytes(header, "big")))
    for target, output in enumerate(outputs, start=1):
        os.dup2(output, target)
        os.close(output)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(told["environment"])
    os.chdir(told["folder"])
    sys.path.insert(0, told["folder"])
    threading.Thread(target=_end_with, args=(connection,), daemon=True).start()
    sys.argv = ["awslambdaric", told["handler"]]
    try:
        runpy.run_module("awslambdaric", run_name="__main__", alter_sys=True)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(1)


def _receive(connection: socket.socket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        received += connection.recv(length - len(received))
    return received


def _end_with(connection: socket.socket) -> None:
    while connection.recv(1):
        pass
    os._exit(1)


if __name__ == "__main__":
    serve(sys.argv[1])

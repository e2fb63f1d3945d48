"""A function's `bootstrap` on the emulator: has an environment forked by `nursery`, and ends when that one does.

Run as a script (`python -IS`), never imported. Without a nursery, or with `--alone`, it becomes the environment itself.
Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
"""

import json
import os
import socket
import sys


def main() -> None:
    """Never returns: ends with the environment, or becomes it."""
    handler = os.environ["_HANDLER"]
    path = os.environ["WORKFLOW_DSL_NURSERY"]
    for name, value in json.loads(os.environ.pop("WORKFLOW_DSL_EMULATOR")).items():
        if os.environ.get(name) == value:
            del os.environ[name]
    os.environ["PYTHONUNBUFFERED"] = "1"
    if "--alone" in sys.argv:
        _become_environment(handler)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    here = os.getcwd()
    try:
        # From its own folder: the whole path of a socket may have 107 characters only.
        os.chdir(os.path.dirname(path))
        connection.connect(os.path.basename(path))
        os.chdir(here)
    except OSError:
        os.chdir(here)
        _become_environment(handler)
    told = {"environment": dict(os.environ), "folder": os.getcwd(), "handler": handler}
    payload = json.dumps(told).encode()
    socket.send_fds(connection, [len(payload).to_bytes(4, "big")], [1, 2])
    connection.sendall(payload)
    while connection.recv(1):
        pass
    sys.exit(1)


def _become_environment(handler: str) -> None:
    os.execv(sys.executable, [sys.executable, "-m", "awslambdaric", handler])


if __name__ == "__main__":
    main()

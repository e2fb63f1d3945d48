"""The child process: the emulator, ended with everything it started when its standard input closes.

Run as a script by `emulator`, isolated (`python -I`), never imported. The far end of standard input is held by the
process that wants the emulator: when that one ends, in whatever way, the pipe closes. The emulator runs Lambda
functions as its own children, therefore the whole process group is killed.
"""

import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading

LONGEST_SOCKET_PATH = 100


def _end_with_standard_input(folder: str) -> None:
    while os.read(0, 1024):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def _start_nursery() -> None:
    """What starts Lambda environments; a socket's path must be short, and without it they start by themselves."""
    path = os.environ.get("WORKFLOW_DSL_NURSERY", "")
    if path and len(path) < LONGEST_SOCKET_PATH:
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "nursery.py")
        subprocess.Popen([sys.executable, "-Iu", script, path], stdin=subprocess.DEVNULL)


def _serve(folder: str, keep: bool) -> None:
    # Apart from the environment, so that Lambda functions can be kept from seeing it (see `hatch`).
    os.environ.update(json.loads(os.environ["WORKFLOW_DSL_EMULATOR"]))
    _start_nursery()
    if not keep:
        threading.Thread(target=_end_with_standard_input, args=(folder,), daemon=True).start()
    sys.argv = ["ministack"]
    importlib.import_module("ministack.app").main()


if __name__ == "__main__":
    _serve(sys.argv[1], keep=sys.argv[2:] == ["--keep"])

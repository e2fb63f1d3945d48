"""The child process: the emulator, ended with everything it started when its standard input closes.

Run as a script by `emulator`, isolated (`python -I`), never imported. The far end of standard input is held by the
process that wants the emulator: when that one ends, in whatever way, the pipe closes. One that is to be kept is told so
there, once it can be found again. The emulator runs Lambda functions as its own children, therefore the whole process
group is killed.
"""

import importlib
import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
import threading
from typing import Any


def _end_with_standard_input(folder: str, keep: bool) -> None:
    while os.read(0, 1024):
        if keep:
            return
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def _beside(name: str) -> str:
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), name)


def _start_nursery() -> None:
    """What starts Lambda environments; without it they start by themselves."""
    path = os.environ.get("WORKFLOW_DSL_NURSERY", "")
    if path:
        subprocess.Popen([sys.executable, "-Iu", _beside("nursery.py"), path], stdin=subprocess.DEVNULL)


def _let_parallel_states_assign(states: Any) -> None:
    """In JSONata, the emulator forgets the Assign and the Output of a Parallel, though not those of a Map (1.5.33)."""
    original = states._run_parallel_branches
    if "_apply_state_assign" in original.__code__.co_names:
        sys.exit("this emulator assigns the variables of a Parallel itself; drop _let_parallel_states_assign")

    def run(state: Any, given: Any, execution: Any, context: Any) -> Any:
        results, following = original(state, given, execution, context)
        if states._state_query_language(state, context) == "JSONata":
            output = states._apply_jsonata_output(state, given, context, result=results, default=results)
            states._apply_state_assign(state, given, context, result=results)
            return output, following
        return results, following

    states._run_parallel_branches = run


def _match_errors(states: Any) -> None:
    """The emulator lets States.ALL take what nothing takes (1.5.33): an execution would go on, by a catch route, where
    Step Functions ends it, and what the emulator does not have would be tried again.
    """
    is_matched = runpy.run_path(_beside("../asl/error_matching.py"))["is_matched"]
    if "States.Runtime" in states._error_matches.__code__.co_consts:
        sys.exit("this emulator tells what States.ALL does not take itself; see whether _match_errors is needed")
    states._error_matches = lambda names, error: is_matched(error, names)


def _end_executions_before_saving(states: Any) -> None:
    """The emulator saves one service after the other while executions go on (1.5.33): a row could be older than the
    success that wrote it, which no service of AWS forgets. They are ended first, as its restart ends them anyway.
    """
    app: Any = importlib.import_module("ministack.app")
    save_all, add_event = app.save_all, states._add_event
    saving = threading.Event()

    def save(services: Any) -> None:
        saving.set()
        save_all(services)

    def add(*given: Any) -> Any:
        if saving.is_set():
            # Ends the thread of the execution, and says nothing.
            raise SystemExit
        return add_event(*given)

    app.save_all, states._add_event = save, add


def _serve(folder: str, keep: bool) -> None:
    # Apart from the environment, so that Lambda functions can be kept from seeing it (see `hatch`).
    os.environ.update(json.loads(os.environ["WORKFLOW_DSL_EMULATOR"]))
    _start_nursery()
    threading.Thread(target=_end_with_standard_input, args=(folder, keep), daemon=True).start()
    states, history = importlib.import_module("ministack.services.stepfunctions"), runpy.run_path(_beside("history.py"))
    _let_parallel_states_assign(states)
    _match_errors(states)
    history["tell_inner_states"](states)
    runpy.run_path(_beside("siblings.py"))["stop_siblings"](states)
    history["tell_scopes"](states)
    runpy.run_path(_beside("distributed.py"))["run_distributed_maps"](states)
    _end_executions_before_saving(states)
    sys.argv = ["ministack"]
    importlib.import_module("ministack.app").main()


if __name__ == "__main__":
    _serve(sys.argv[1], keep=sys.argv[2:] == ["--keep"])

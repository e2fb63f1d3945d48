"""`python -m workflow_dsl`, and the installed command `workflow-dsl`."""

import gc
import signal
import sys

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # Loading takes longer than most commands. Interrupted there, extensions of Python would tell their own faults.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from workflow_dsl.cli.commands import LASTING
from workflow_dsl.cli.haste import hurry

if LASTING.isdisjoint(sys.argv):
    hurry()

from workflow_dsl.cli import main as cli

if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def main() -> int:
    """Run the command that `sys.argv` says; the exit code."""
    code = cli.main()
    # Python looks for garbage once more while it ends, which takes longer than most of what was done: hide it.
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(main())

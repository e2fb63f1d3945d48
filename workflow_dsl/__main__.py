"""`python -m workflow_dsl`, and the installed command `workflow-dsl`."""

import gc
import sys

from workflow_dsl.cli.commands import LASTING
from workflow_dsl.cli.haste import hurry

if LASTING.isdisjoint(sys.argv):
    hurry()

from workflow_dsl.cli import main as cli


def main() -> int:
    """Run the command that `sys.argv` says; the exit code."""
    code = cli.main()
    # Python looks for garbage once more while it ends, which takes longer than most of what was done: hide it.
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(main())

"""`python -m workflow_dsl`, and the installed command `workflow-dsl`."""

import gc
import os
import sys

from workflow_dsl.cli.commands import LASTING

if LASTING.isdisjoint(sys.argv):
    # Such a command lives for moments: collecting the garbage of its imports costs a tenth of them and frees nothing.
    gc.disable()
    # Plugins of pydantic watch contracts at work. Here none is at work, and looking for plugins reads what is known of
    # every installed package. Whoever wants them nevertheless sets the variable, be it to nothing.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from workflow_dsl.cli import main as cli


def main() -> int:
    """Run the command that `sys.argv` says; the exit code."""
    code = cli.main()
    # Python looks for garbage once more while it ends, which takes as long as all of the compiling: hide it.
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(main())

"""`python -m workflow_dsl`, and the installed command `workflow-dsl`."""

import gc
import sys

# A command lives for moments: collecting the garbage of its imports costs a tenth of them and frees nothing.
gc.disable()

from workflow_dsl.cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())

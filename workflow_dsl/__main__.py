"""`python -m workflow_dsl`, and the installed command `workflow-dsl`."""

import sys

from workflow_dsl.cli.main import main

if __name__ == "__main__":
    sys.exit(main())

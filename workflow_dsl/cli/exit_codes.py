"""What the command line answers with."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes, as `--help` lists them."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    FAILED = 3
    INTERNAL = 70
    INTERRUPTED = 130


MEANINGS = {
    ExitCode.OK: "all is well",
    ExitCode.FINDINGS: "findings: the definition is wrong, or committed output is stale; or nobody agreed",
    ExitCode.USAGE: "the call is wrong, or its input cannot be read",
    ExitCode.FAILED: "a run, a deployment or an execution failed",
    ExitCode.INTERNAL: "an error of workflow_dsl itself; please report it",
    ExitCode.INTERRUPTED: "interrupted, by Ctrl-C or SIGINT",
}

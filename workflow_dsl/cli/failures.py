"""What a command answers when it could not be done."""

from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.terminal import Terminal
from workflow_dsl.deploy import DeployError, ParameterError, ProfileError, RegionError, StackNameError
from workflow_dsl.local import LocalError
from workflow_dsl.packaging.fetching import PackageError
from workflow_dsl.pipeline.run import RunError, RunInputError

FAILURES = (RunError, LocalError, DeployError, PackageError)
"""What a command that runs or deploys may raise, beside findings and unknown targets."""

_WRONG_CALLS = (RunInputError, ParameterError, ProfileError, RegionError, StackNameError)


def tell_failure(errors: Terminal, error: Exception) -> ExitCode:
    """Say what went wrong; USAGE when the call was wrong, so that nothing was tried, FAILED for the rest."""
    errors.line(str(error), "bad")
    return ExitCode.USAGE if isinstance(error, _WRONG_CALLS) else ExitCode.FAILED

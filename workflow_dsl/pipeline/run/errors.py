"""Why a run could not be done, or did not end as it should."""

# RunError
#   RunInputError    wrong call or unreadable input
#   RunFailedError   an execution did not end


class RunError(Exception):
    """It could not be run; the message says why and what to do."""


class RunInputError(RunError):
    """What was given cannot be run: no such scenario, not JSON, not as the contract says. One problem per line."""


class RunFailedError(RunError):
    """An execution did not come to an end."""

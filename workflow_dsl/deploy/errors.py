"""Why AWS, or the emulator, did not do what was asked."""

from __future__ import annotations

from collections.abc import Sequence

# DeployError
#   AccessError       no credentials, no profile; nobody answers
#     ProfileError      no such profile
#     RegionError       no region, or none that can be
#   AwsError          the service refused a call
#   ParameterError    the parameters do not fit the template
#   StackNameError    no stack can be named so, or names of the template would be too long with the stack's
#   StackError        the stack ended in a state that is not the wanted one


class DeployError(Exception):
    """It could not be done; the message says why and what to do."""


class AccessError(DeployError):
    """There is no way to the service: credentials, profile, region or network."""


class ProfileError(AccessError):
    """No profile has this name."""


class RegionError(AccessError):
    """Nothing says in which region, or what says it names none."""


class AwsError(DeployError):
    """The service refused a call; `code` is its name for the reason."""

    def __init__(self, code: str, operation: str, message: str) -> None:
        super().__init__(f"{operation} was refused: {code}: {message}")
        self.code = code
        self.operation = operation
        self.reason = message


class ParameterError(DeployError):
    """Parameters are missing, have a value that the template refuses, or are none of the template's."""


class StackNameError(DeployError):
    """No stack can have this name, or a name in it would be longer than AWS takes."""


class StackError(DeployError):
    """The stack is not in the wanted state; `causes` are the failures that began it, the first one first."""

    def __init__(self, problem: str, causes: Sequence[str] = ()) -> None:
        super().__init__("\n".join([problem, *(f"  {cause}" for cause in causes)]))
        self.causes = tuple(causes)

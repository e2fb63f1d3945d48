"""Why nothing could run on this machine."""

# LocalError
#   EmulatorMissingError   a package is not installed
#   PortTakenError         somebody else listens there
#   EmulatorStartError     it ended, or never answered
#   EmulatorGoneError      it was there, and is not any more


class LocalError(Exception):
    """The emulator could not do what was asked; the message says why and what to do."""


class EmulatorMissingError(LocalError):
    """A package that local runs need is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(f"{package} is not installed, and local runs need it; pip install 'workflow-dsl[local]'")


class PortTakenError(LocalError):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"port {port} of 127.0.0.1 is taken by another program; leave out --port to take a free one, give another "
            f"number, or stop that program (lsof -i :{port} names it)"
        )


class EmulatorStartError(LocalError):
    """The emulator ended while it started, or did not answer in time."""

    def __init__(self, problem: str, last_lines: str) -> None:
        said = f"; its last words:\n{last_lines}" if last_lines else "; it wrote nothing"
        super().__init__(f"the emulator {problem}{said}")


class EmulatorGoneError(LocalError):
    """The emulator was running and has ended."""

    def __init__(self, last_lines: str = "") -> None:
        said = f"\nits last words:\n{last_lines}" if last_lines else ""
        super().__init__(f"the emulator ended while it was needed; what it held is gone: run the command again{said}")

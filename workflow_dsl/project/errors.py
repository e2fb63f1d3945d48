"""What goes wrong before anything is compiled."""


class TargetError(Exception):
    """The call names something that is not there or cannot be read; the message says what to write instead."""

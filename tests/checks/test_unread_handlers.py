"""A check tells where a handler stops being text, and of one that it may not read that it is there."""

import errno
import os
from collections.abc import Callable

import pytest

from workflow_dsl import asl
from workflow_dsl.checks.handlers.handler_not_found import HandlerNotFound
from workflow_dsl.checks.subject import Function, Subject

FILE = "shop/charge.py"


def undecodable(file: str) -> str:
    """A file with a byte that is no text in its second line."""
    if file != FILE:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), file)
    return b"import os\nA = '\xff'\n".decode()


def forbidden(file: str) -> str:
    """A file that may not be read."""
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), file)


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (undecodable, f"{FILE}:2:6 {FILE}, the module of the handler of Charge, is no text in UTF-8; save it as UTF-8"),
        (
            forbidden,
            f"{FILE}:1:1 {FILE}, the module of the handler of Charge, cannot be read: Permission denied; "
            "make it a file that can be read",
        ),
    ],
)
def test_a_handler_that_cannot_be_read_is_told_as_that(read: Callable[[str], str], told: str) -> None:
    machine = asl.from_json({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})
    subject = Subject(machine, functions={"Charge": Function("Charge", "shop.charge.handler")}, read=read)

    (hit,) = HandlerNotFound().check(subject)

    assert f"{hit.place} {hit.message}; {hit.instead}" == told

"""A handler that cannot be read is told where it stops being text, or where it is named, and what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.packaging.handler_project import Project
from tests.packaging.zip_plans import plan
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.packaging import fold_handler
from workflow_dsl.source import Place

HANDLER = b"def handler(event, context):\n    return 1\n"
UNREAD = {
    "bytes that are no text": (
        b"import os\n\nNAME = '\xff'\n" + HANDLER,
        "lambdas/main.py:3:9: WF607 error: this is not Python: 'utf-8' codec can't decode byte 0xff in position 19: "
        "invalid start byte; save it as UTF-8",
    ),
    "bytes behind a byte order mark and letters of several bytes": (
        b"\xef\xbb\xbfimport os\r\nNAME = '\xc3\xbc\xff'\r\n" + HANDLER,
        "lambdas/main.py:2:10: WF607 error: this is not Python: 'utf-8' codec can't decode byte 0xff in position 21: "
        "invalid start byte; save it as UTF-8",
    ),
    "a byte that no source may have": (
        b"import os\n#\xc3\xbc\0\n" + HANDLER,
        "lambdas/main.py:2:3: WF607 error: this is not Python: source code string cannot contain null bytes; "
        "take it out",
    ),
    "what is nested too deep": (
        b"NAME = " + b"-" * 10_000 + b"1\n" + HANDLER,
        "lambdas/main.py:1:1: WF607 error: it is nested too deep for Python; write it in several statements",
    ),
}


def written(root: Path, source: bytes) -> Project:
    """A project with this handler."""
    project = Project(root).write({"lambdas/main.py": ""})
    (root / "lambdas/main.py").write_bytes(source)
    return project


@pytest.mark.parametrize(("source", "told"), UNREAD.values(), ids=UNREAD)
def test_a_source_that_is_no_python_is_told_where_it_stops_to_be_one(tmp_path: Path, source: bytes, told: str) -> None:
    assert written(tmp_path, source).refused() == [told]


def test_a_zip_is_refused_with_the_same_line(tmp_path: Path) -> None:
    written(tmp_path, b"import os\nNAME = '\xff'\n" + HANDLER)

    with pytest.raises(FindingsError) as caught:
        plan(tmp_path, handler="lambdas.main.handler")

    assert str(caught.value).startswith("lambdas/main.py:2:9: WF607 error: this is not Python: 'utf-8' codec")


def test_a_file_that_nobody_may_read_is_told_where_its_handler_is_named() -> None:
    def read(file: str) -> str:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), file)

    with pytest.raises(FindingsError) as caught:
        fold_handler("lambdas.main.handler", read, place=Place("definitions/shop.py", 20, 38))

    assert str(caught.value) == (
        "definitions/shop.py:20:38: WF607 error: lambdas/main.py cannot be read: Permission denied; "
        "make it a file that can be read"
    )


def test_a_folder_in_the_place_of_a_file_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "lambdas/main.py").mkdir(parents=True)

    assert Project(tmp_path).refused() == [
        'WF605 error: no module "lambdas.main": there is no file lambdas/main.py; mend the name or add the file'
    ]

"""A file that somebody else may be making at the same time."""

from __future__ import annotations

from pathlib import Path

from workflow_dsl.packaging.whole_file import write_whole


def test_two_that_make_the_same_file_at_once_do_not_meet(tmp_path: Path) -> None:
    target = tmp_path / "functions/one.zip"

    def make(folder: Path) -> bytes:
        (folder / "whole").write_bytes(b"half")
        assert write_whole(target, lambda other: b"one" if other != folder else b"").read_bytes() == b"one"
        return b"the other"

    assert write_whole(target, make).read_bytes() == b"the other"
    assert list(target.parent.iterdir()) == [target]


def test_a_file_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    target = tmp_path / "one.zip"
    target.write_bytes(b"there")

    assert write_whole(target, lambda _: b"anew").read_bytes() == b"there"

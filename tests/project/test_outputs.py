"""Files of one call are all written, or none is."""

from pathlib import Path

import pytest

from workflow_dsl.project import TargetError, stale_files, write_files
from workflow_dsl.project.outputs import replace_all


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_folder_in_the_way_of_one_file_leaves_all_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("old", encoding="utf-8")
    (tmp_path / "two.svg").mkdir()

    with pytest.raises(TargetError, match=r"two\.svg: a folder stands there; remove it"):
        write_files({tmp_path / "one.txt": "new", tmp_path / "two.svg": "new", tmp_path / "three.txt": "new"})

    assert (tmp_path / "one.txt").read_text(encoding="utf-8") == "old"
    assert _names(tmp_path) == ["one.txt", "two.svg"]


def test_a_file_in_the_way_of_a_folder_leaves_all_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("old", encoding="utf-8")

    with pytest.raises(TargetError, match="cannot be written"):
        write_files({tmp_path / "two.txt": "new", tmp_path / "one.txt" / "three.txt": "new"})

    assert _names(tmp_path) == ["one.txt"]


def test_what_was_replaced_is_put_back_when_another_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("old", encoding="utf-8")
    ready = {tmp_path / name: tmp_path / f".{name}" for name in ("new.txt", "one.txt", "lost.txt")}
    for temporary in list(ready.values())[:2]:
        temporary.write_text("new", encoding="utf-8")
    (tmp_path / ".kept").write_text("old", encoding="utf-8")

    with pytest.raises(TargetError, match=r"lost\.txt: cannot be written"):
        replace_all(ready, {tmp_path / "one.txt": tmp_path / ".kept"})

    assert (tmp_path / "one.txt").read_text(encoding="utf-8") == "old"
    assert _names(tmp_path) == ["one.txt"]


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    (tmp_path / "same.txt").write_text("x", encoding="utf-8")

    written = write_files({tmp_path / "same.txt": "x", tmp_path / "sub" / "new.txt": "y"})

    assert written == [tmp_path / "sub" / "new.txt"]
    assert _names(tmp_path) == ["same.txt", "sub", "sub/new.txt"]


def test_a_file_is_not_stale_for_the_line_ends_that_git_gives_it_on_windows(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"a\r\nb\r\n")
    (tmp_path / "two.txt").write_bytes(b"a\r\nc\r\n")
    texts = {tmp_path / name: "a\nb\n" for name in ("one.txt", "two.txt", "three.txt")}

    assert stale_files(texts) == [tmp_path / "two.txt", tmp_path / "three.txt"]
    assert stale_files({tmp_path / "empty.txt": ""}) == [tmp_path / "empty.txt"]

"""Watching a folder in which files come and go."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from workflow_dsl.cli.snapshot import snapshot


def test_a_file_that_was_renamed_over_another_of_the_same_time_and_size_is_a_change(tmp_path: Path) -> None:
    file, new = tmp_path / "workflow.py", tmp_path / ".workflow.py.swp"
    file.write_text("a = 1")
    before = snapshot([tmp_path])
    new.write_text("a = 2")
    os.utime(new, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    os.replace(new, file)

    assert snapshot([tmp_path]) != before


def test_links_that_lead_back_are_followed_once(tmp_path: Path) -> None:
    inside = tmp_path / "shop"
    inside.mkdir()
    (inside / "workflow.py").touch()
    for name in ("back", "again"):
        (inside / name).symlink_to(tmp_path, target_is_directory=True)
    (inside / "self.py").symlink_to(inside / "self.py")
    (inside / "gone.json").symlink_to(tmp_path / "nowhere.json")

    assert [Path(file).name for file in snapshot([tmp_path])] == ["workflow.py"]


def test_what_tools_keep_and_what_is_no_definition_is_not_watched(tmp_path: Path) -> None:
    for name in (
        "a.py",
        "notes.md",
        "requirements.txt",
        ".venv/a.py",
        "node_modules/a.json",
        "__pycache__/a.py",
        "infra/t.yaml",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    found = {str(Path(file).relative_to(tmp_path)) for file in snapshot([tmp_path, tmp_path / "missing"])}

    assert found == {"a.py", "requirements.txt", "infra/t.yaml"}


def test_files_and_folders_may_vanish_while_they_are_looked_at(tmp_path: Path) -> None:
    stop = threading.Event()

    def come_and_go() -> None:
        folder = tmp_path / "coming"
        while not stop.is_set():
            folder.mkdir()
            for number in range(20):
                (folder / f"{number}.py").touch()
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()

    worker = threading.Thread(target=come_and_go)
    worker.start()
    try:
        for _ in range(300):
            assert all(file.endswith(".py") for file in snapshot([tmp_path]))
    finally:
        stop.set()
        worker.join()

"""A file that is no wheel, or that would put something elsewhere than among the modules, is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from workflow_dsl.packaging.fetching import PackageError
from workflow_dsl.packaging.wheels import read_wheel

NAME = "pricing-1.0-py3-none-any.whl"
TOLD = "pricing-1.0-py3-none-any.whl is no wheel: "
METADATA = {"pricing-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: pricing\nVersion: 1.0\n"}


def refused(file: Path) -> str:
    with pytest.raises(PackageError) as caught:
        read_wheel(file)
    return str(caught.value)


def wheel(folder: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(folder / NAME, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return folder / NAME


def test_a_wheel_without_metadata_is_refused(tmp_path: Path) -> None:
    file = wheel(tmp_path, {"pricing.py": ""})

    assert refused(file) == f"{TOLD}it has no METADATA; pin another version of it"


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"a page of an error")

    assert refused(tmp_path / NAME) == f"{TOLD}it cannot be read: File is not a zip file; pin another version of it"


@pytest.mark.parametrize(
    "path", ["../evil.py", "/evil.py", "pricing/../../evil.py", "pricing-1.0.data/purelib/../e.py"]
)
def test_a_file_outside_of_the_folder_of_modules_is_refused(tmp_path: Path, path: str) -> None:
    file = wheel(tmp_path, {**METADATA, path: ""})

    assert refused(file) == f"{TOLD}{path} is not below the folder of modules; pin another version of it"


def test_a_name_with_dots_is_one_of_its_own(tmp_path: Path) -> None:
    assert "pricing/..py" in read_wheel(wheel(tmp_path, {**METADATA, "pricing/..py": ""})).entries

"""The pinned versions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(lock: Path) -> dict[str, set[str]]:
    """Versions by name; a package may have several, each for some Pythons or systems."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=! ]", requirement)[0].lower().replace("_", "-") for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pinned_version_has_a_hash(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    unhashed = [line for line in text.splitlines() if line.strip() and "--hash=sha256:" not in line]
    assert pins(lock)
    assert unhashed == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_no_registry_is_named(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")


def test_development_pins_everything_that_the_project_asks_for() -> None:
    extras = PROJECT["optional-dependencies"]
    wanted = names([*PROJECT["dependencies"], *extras["local"], *extras["deploy"], *extras["dev"]])
    assert wanted - pins(ROOT / "requirements/dev.txt").keys() == set()


def test_the_core_needs_no_aws_sdk_and_no_emulator() -> None:
    core = pins(ROOT / "requirements/core.txt")
    assert names(PROJECT["dependencies"]) <= core.keys()
    assert core.keys() & {"boto3", "botocore", "ministack", "rich"} == set()


def test_core_and_development_pin_the_same_versions() -> None:
    development = pins(ROOT / "requirements/dev.txt")
    for name, versions in pins(ROOT / "requirements/core.txt").items():
        assert versions == development[name], name

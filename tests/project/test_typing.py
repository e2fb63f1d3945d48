"""Types are part of the product: what mypy must accept and refuse (pyright reads the same files in the gate)."""

import subprocess
import sys
from pathlib import Path

FILES = Path(__file__).parents[1] / "typing"


def mypy(*files: Path) -> subprocess.CompletedProcess[str]:
    """mypy as a user with strict settings runs it."""
    command = [sys.executable, "-m", "mypy", "--strict", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, cwd=FILES.parents[1], check=False)


def test_definitions_type_check_as_the_values_they_stand_for() -> None:
    checked = mypy(FILES / "accepted.py")

    assert checked.returncode == 0, checked.stdout


def test_each_wrong_line_is_refused_by_mypy() -> None:
    """Every wrong line expects its error; an expected error that does not come is one itself (unused-ignore)."""
    checked = mypy(FILES / "refused.py")

    assert checked.returncode == 0, checked.stdout
    assert (FILES / "refused.py").read_text(encoding="utf-8").count("# type: ignore[") >= 12

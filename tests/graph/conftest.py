"""Golden files: bytes that are kept, compared, and renewed on purpose only."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from workflow_dsl import asl

FOLDER = Path(__file__).parent
RENEW = "python -m pytest tests/graph --update-golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes what the code makes now; look at every difference before it is committed."""
    parser.addoption("--update-golden", action="store_true", help="renew the golden files of tests/graph")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of that name."""
    update = request.config.getoption("--update-golden", default=False)
    if update and os.environ.get("CI") == "true":
        pytest.fail("CI never renews golden files; run the command on your own machine and commit what it writes")

    def check(name: str, text: str) -> None:
        path = FOLDER / "golden" / name
        if update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{name} is missing; renew it with: {RENEW}"
        same = path.read_bytes() == text.encode()
        assert same, f"{name} differs from what is drawn now; look at both, then renew it with: {RENEW}"

    return check


@pytest.fixture(scope="session")
def payment() -> asl.StateMachine:
    """The payment workflow as it was agreed on."""
    return _sample("payment")


@pytest.fixture(scope="session")
def order() -> asl.StateMachine:
    """An order: a Choice with five rules, a Parallel, a distributed Map, loops and a task token."""
    return _sample("order")


def _sample(name: str) -> asl.StateMachine:
    path = FOLDER / "samples" / f"{name}.asl.json"
    return asl.read(path.read_text(encoding="utf-8"), file=path.name)

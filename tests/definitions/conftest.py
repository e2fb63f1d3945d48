"""The payment stack on the emulator, deployed once for all of these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow_dsl.pipeline.run import Session, SessionOptions, load_target, open_session


@pytest.fixture(scope="session")
def payments(root: Path) -> Iterator[Session]:
    """The stack that is generated, with the handlers that ship and the double of the gateway."""
    target = load_target("payments", root)
    with open_session(target, SessionOptions(root), lambda progress: None) as session:
        yield session

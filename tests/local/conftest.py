"""An emulator for the tests of one file."""

from collections.abc import Iterator
from typing import Any

import pytest

from workflow_dsl.deploy import connect_to_emulator
from workflow_dsl.local import OwnEmulator

TRUST = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Makes clients of the emulator, in which a role `machine` can be taken by state machines."""
    with OwnEmulator() as emulator:
        connect = connect_to_emulator(emulator).client
        connect("iam").create_role(RoleName="machine", AssumeRolePolicyDocument=TRUST)
        yield connect

"""An emulator that is ended and started again."""

from __future__ import annotations

import pytest

from workflow_dsl.deploy import connect_to_emulator
from workflow_dsl.local import ACCESS_KEY, EmulatorStartError, OwnEmulator

pytestmark = pytest.mark.emulator


def test_a_restarted_emulator_has_its_port_and_what_it_held() -> None:
    own = OwnEmulator(state=True)
    with own as emulator:
        queues = connect_to_emulator(emulator.url, region=emulator.region, key=ACCESS_KEY).client("sqs")
        url = queues.create_queue(QueueName="kept")["QueueUrl"]
        queues.send_message(QueueUrl=url, MessageBody="still here")

        again = own.restart()

        assert (again.port, again.folder) == (emulator.port, emulator.folder)
        assert again.pid != emulator.pid
        assert queues.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "still here"
    assert again.gone() is not None


def test_an_emulator_that_keeps_no_state_cannot_be_restarted() -> None:
    with pytest.raises(EmulatorStartError, match="keeps no state"):
        OwnEmulator().restart()

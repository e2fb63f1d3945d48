"""What `deploy` tells while a stack is made in AWS: here on the emulator, with the template as it is."""

import io
import json
from collections.abc import Iterator

import pytest

from workflow_dsl.cli.deploy import follow_deployment
from workflow_dsl.cli.terminal import Terminal
from workflow_dsl.deploy import Connection, StackRequest, connect_to_emulator
from workflow_dsl.local import OwnEmulator

pytestmark = pytest.mark.emulator

TEMPLATE = {
    "Parameters": {"AlertEmail": {"Type": "String"}},
    "Resources": {"Alerts": {"Type": "AWS::SNS::Topic"}},
    "Outputs": {"Alerts": {"Value": {"Ref": "Alerts"}}},
}
CONFIRM = "AWS has sent ops@example.com a message: alerts reach it once the link in it was followed"


@pytest.fixture
def connection() -> Iterator[Connection]:
    with OwnEmulator() as emulator:
        yield connect_to_emulator(emulator)


def deploy(connection: Connection, template: object) -> tuple[list[str], object]:
    told = io.StringIO()
    request = StackRequest("shop-dev", json.dumps(template), {"AlertEmail": "ops@example.com"})
    outputs = follow_deployment(connection, request, Terminal(told), ask=False)
    return told.getvalue().splitlines(), outputs


def test_the_first_deployment_says_what_to_confirm_and_a_later_one_does_not(connection: Connection) -> None:
    first, outputs = deploy(connection, TEMPLATE)
    second, _ = deploy(connection, {**TEMPLATE, "Metadata": {"Padding": "x" * 52_000}})

    assert outputs == {"Alerts": connection.client("sns").list_topics()["Topics"][0]["TopicArn"]}
    assert "  + Alerts (AWS::SNS::Topic)" in first
    assert first[-1] == CONFIRM
    assert CONFIRM not in second
    assert any("making the bucket workflow-dsl-000000000000-us-east-1" in line for line in second)


def test_who_cannot_be_asked_deploys_nothing(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    told = io.StringIO()
    request = StackRequest("shop-dev", json.dumps(TEMPLATE), {"AlertEmail": "ops@example.com"})

    assert follow_deployment(connection, request, Terminal(told), ask=True) is None
    assert "nobody can be asked here; add --yes" in told.getvalue()
    assert connection.client("sns").list_topics()["Topics"] == []

"""What the manual tells people to do about a payment that stays in doubt."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.lambdas.conftest import Shop

MANUAL = Path(__file__).parents[2] / "docs/how-to.md"


def close_by_hand(shop: Shop) -> None:
    """Run the manual's command for this payment."""
    (command,) = re.findall(r"^\$ (aws dynamodb update-item .*?)^```", MANUAL.read_text("utf-8"), re.DOTALL | re.M)
    words = shlex.split(command.replace("\\\n", ""))[3:]
    given = dict(zip(words[::2], words[1::2], strict=True))
    shop.table.meta.client.update_item(
        TableName=shop.table.name,
        Key={"paymentId": "pay-1"},
        ConditionExpression=given["--condition-expression"],
        UpdateExpression=given["--update-expression"],
        ExpressionAttributeNames=json.loads(given["--expression-attribute-names"]),
        ExpressionAttributeValues={
            name: int(text) if kind == "N" else text
            for name, value in json.loads(given["--expression-attribute-values"]).items()
            for kind, text in value.items()
        },
    )


def test_a_payment_in_doubt_that_is_closed_by_hand_is_told_and_left_alone(shop: Shop) -> None:
    shop.validate()
    shop.store("UNKNOWN", errorReason="GatewayUnavailable")
    shop.notify()
    shop.messages()

    close_by_hand(shop)

    assert shop.reconcile("2026-03-01T13:05:00Z") == {"settled": 0, "open": 0}
    (message,) = shop.messages()
    assert (message["outcome"], message["errorReason"]) == ("REJECTED", "NotCharged")
    shop.reconcile("2026-03-01T15:00:00Z")
    assert shop.messages() == []
    assert (shop.row()["status"], "untold" in shop.row()) == ("REJECTED", False)


def test_a_payment_that_was_settled_meanwhile_cannot_be_closed_by_hand(shop: Shop) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    before = shop.row()
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        close_by_hand(shop)
    assert shop.row() == before

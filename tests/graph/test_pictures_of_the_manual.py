"""The pictures in docs/graphs.md are what is drawn now."""

from pathlib import Path

import pytest

from tests.graph.conftest import RENEW
from tests.graph.histories import declined_payment
from tests.graph.test_changes import edited, reviewed
from workflow_dsl import asl
from workflow_dsl.graph import Format, overlay_from_history, render_changes, render_svg

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def test_the_pictures_are_fresh(
    payment: asl.StateMachine, order: asl.StateMachine, request: pytest.FixtureRequest
) -> None:
    pictures = {
        "payment.svg": render_svg(payment, name="PaymentWorkflow"),
        "payment-execution.svg": render_svg(payment, overlay_from_history(payment, declined_payment())),
        "order-changes.svg": str(render_changes(order, edited(order, reviewed), Format.SVG, name="OrderFulfilment")),
    }
    for name, drawn in pictures.items():
        if request.config.getoption("--update-golden", default=False):
            (PICTURES / name).write_text(drawn, encoding="utf-8", newline="\n")
        assert (PICTURES / name).read_bytes() == drawn.encode(), f"{name} is stale; renew it with: {RENEW}"


def test_every_picture_of_the_manual_is_there() -> None:
    text = (PICTURES.parent / "graphs.md").read_text(encoding="utf-8")

    for part in text.split("](pictures/")[1:]:
        assert (PICTURES / part.split(")")[0]).is_file()

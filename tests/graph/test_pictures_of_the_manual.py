"""The pictures in docs/graphs.md are what is drawn now."""

import re
from pathlib import Path

import pytest

from tests.graph.conftest import RENEW
from tests.graph.histories import payment_declined_at_last
from tests.graph.test_changes import drawn_changes, edited, reviewed
from workflow_dsl import asl
from workflow_dsl.graph import Format, overlay_from_history, render
from workflow_dsl.pipeline.compile import compile_machine
from workflow_dsl.pipeline.stack_page import resource_names
from workflow_dsl.project import find_definitions

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def test_the_pictures_are_fresh(root: Path, order: asl.StateMachine, request: pytest.FixtureRequest) -> None:
    payments = compile_machine(find_definitions(["payments"], root)[0]).program
    execution = overlay_from_history(payments.machine, payment_declined_at_last())
    names = resource_names(payments)
    pictures = {
        "payment-execution.svg": str(
            render(payments.machine, Format.SVG, overlay=execution, name=payments.name, names=names)
        ),
        "order-changes.svg": drawn_changes(order, edited(order, reviewed), Format.SVG, name="OrderFulfilment"),
    }
    for name, drawn in pictures.items():
        if request.config.getoption("--update-golden", default=False):
            (PICTURES / name).write_text(drawn, encoding="utf-8", newline="\n")
        assert (PICTURES / name).read_bytes() == drawn.encode(), f"{name} is stale; renew it with: {RENEW}"


def test_every_picture_of_the_manual_is_there() -> None:
    text = (PICTURES.parent / "graphs.md").read_text(encoding="utf-8")

    named = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)

    assert len(named) == 3
    for picture in named:
        assert (PICTURES.parent / picture).is_file()

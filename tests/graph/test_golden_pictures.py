"""The bytes of every format, kept beside this file: a change of a picture is a change to look at."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.graph.histories import declined_payment, failed_order, picked_items
from workflow_dsl import asl
from workflow_dsl.graph import Format, Theme, overlay_from_history, render, render_text

Golden = Callable[[str, str], None]
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("theme", list(Theme))
def test_the_svg_of_the_payment_workflow(payment: asl.StateMachine, golden: Golden, theme: Theme) -> None:
    golden(f"payment.{theme}.svg", str(render(payment, Format.SVG, name="PaymentWorkflow", theme=theme)))


@pytest.mark.parametrize(
    ("output_format", "ending"),
    [
        (Format.TEXT, "txt"),
        (Format.MERMAID, "mmd"),
        (Format.DOT, "dot"),
        (Format.SVG, "svg"),
        (Format.JSON, "json"),
    ],
)
def test_the_order_workflow_in_every_format(
    order: asl.StateMachine, golden: Golden, output_format: Format, ending: str
) -> None:
    text = render(order, output_format, name="OrderFulfilment")
    assert isinstance(text, str)
    golden(f"order.{ending}", text)


def test_the_execution_of_a_declined_payment(payment: asl.StateMachine, golden: Golden) -> None:
    overlay = overlay_from_history(payment, declined_payment())
    golden("payment.execution.svg", str(render(payment, Format.SVG, overlay=overlay)))
    golden("payment.execution.txt", render_text(payment, overlay))


def test_the_execution_of_a_failed_order(order: asl.StateMachine, golden: Golden) -> None:
    golden("order.execution.svg", str(render(order, Format.SVG, overlay=overlay_from_history(order, failed_order()))))
    golden("order.execution.txt", render_text(order, overlay_from_history(order, failed_order())))


def test_the_execution_of_a_map(order: asl.StateMachine, golden: Golden) -> None:
    golden("order.items.txt", render_text(order, overlay_from_history(order, picked_items())))


def test_the_outline_in_ascii_and_in_colour(order: asl.StateMachine, golden: Golden) -> None:
    golden("order.ascii.txt", render_text(order, ascii_only=True))
    golden("order.ansi.txt", render_text(order, overlay_from_history(order, failed_order()), color=True))


def test_the_order_of_hashes_changes_no_byte() -> None:
    program = (
        "import hashlib, pathlib;"
        "from workflow_dsl import asl;"
        "from workflow_dsl.graph import Format, render;"
        "path = pathlib.Path('tests/graph/samples/order.asl.json');"
        "machine = asl.read(path.read_text(encoding='utf-8'), file=path.name);"
        "formats = [one for one in Format if one is not Format.PNG];"
        "print(hashlib.sha256(''.join(render(machine, one) for one in formats).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(digests) == 1

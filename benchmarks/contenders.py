"""The commands that are compared, each doing the same work in its own way."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import Command

ROOT = Path(__file__).parents[1]

ONE_MODEL = """
from pydantic import BaseModel

class Payment(BaseModel):
    amount: int

Payment(amount=1)
"""

CHAIN = """
from datetime import timedelta

from workflow_dsl import Wait, Workflow

workflow = Workflow("Chain")
workflow.steps = [Wait(f"Wait{{number}}", duration=timedelta(seconds=1)) for number in range({length})]
"""

SFNX_CHAIN = """
from sfnx import state_machine, wait


@state_machine
def chain(input):
{body}
"""


def payment_commands(folder: Path, cdk_python: Path | None) -> list[Command]:
    """The payment workflow: stack and definition by us, the definition by sfnx, the stack by CDK where it is."""
    environment = _environment(folder)
    commands = [
        _ours(
            "ours, definition and template",
            ["compile", "payments", "--to", "template", "--output", str(folder / "stack.yaml")],
            ROOT,
            folder,
        ),
        _ours(
            "ours, definition only",
            ["compile", "payments", "--to", "asl", "--output", str(folder / "payments.asl.json")],
            ROOT,
            folder,
        ),
        Command("sfnx, definition only", _sfnx(ROOT / "benchmarks/payment_sfnx.py", folder), ROOT, environment),
        Command("import pydantic, one model", [sys.executable, "-c", ONE_MODEL], ROOT, environment),
    ]
    if cdk_python:
        words = [str(cdk_python), str(ROOT / "benchmarks/payment_cdk.py"), str(folder / "cdk.out")]
        commands.append(Command("CDK, definition and template", words, folder, environment))
    return commands


def chain_commands(length: int, folder: Path) -> tuple[Command, Command]:
    """A workflow of `length` states in a row, by us and by sfnx."""
    ours = folder / f"chain_{length}.py"
    ours.write_text(CHAIN.format(length=length), encoding="utf-8")
    theirs = folder / f"sfnx_chain_{length}.py"
    theirs.write_text(SFNX_CHAIN.format(body="\n".join(["    wait(1)"] * length)), encoding="utf-8")
    output = str(folder / f"chain_{length}.asl.json")
    return (
        _ours(f"{length:,} states", ["compile", str(ours), "--to", "asl", "--output", output], folder, folder),
        Command(f"{length:,} states", _sfnx(theirs, folder), folder, _environment(folder)),
    )


def _ours(name: str, arguments: list[str], where: Path, folder: Path) -> Command:
    return Command(name, [sys.executable, "-m", "workflow_dsl", *arguments], where, _environment(folder))


def _sfnx(source: Path, folder: Path) -> list[str]:
    return [sys.executable, "-m", "sfnx", "compile", str(source), "-o", str(folder / f"{source.stem}.sfnx.json")]


def _environment(folder: Path) -> dict[str, str]:
    return {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONPATH": str(ROOT)}

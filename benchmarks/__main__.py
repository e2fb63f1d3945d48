"""Measure, print, and write benchmarks/RESULTS.md: `python -m benchmarks [--cdk-python PATH] [--runs N] [--strict]`."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.contenders import ROOT, chain_commands, payment_commands
from benchmarks.measure import Measured, measure
from benchmarks.report import Goal, chain_table, goal_table, payment_table

OURS = "ours, definition and template"
SFNX = "sfnx, definition only"
CDK = "CDK, definition and template"
LENGTHS = (500, 1000, 2000, 5000)
RESULTS = ROOT / "benchmarks/RESULTS.md"

HEADER = """# What compiling costs

Written by `make bench`. Seconds of CPU (user and system, children included; the median of {runs} runs after one that
warms the caches) and the peak memory of the largest process, all in one run on one machine: compare the ratios.
Python {python} on {system}, {cpus} cores; pydantic {pydantic}, sfnx {sfnx}.
The load when it began was {load:.0f}: above the number of cores, times grow, and ratios differ by a tenth between runs.
"""


def main() -> int:
    """0, or with `--strict` 1 when a goal is missed."""
    arguments = _parse()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="workflow-dsl-bench-") as temporary:
        folder = Path(temporary)
        payments = _measure_payments(folder, arguments)
        chains = _measure_chains(folder)
    goals = list(_goals(payments, chains))
    tables = [payment_table(payments, SFNX), chain_table(chains), goal_table(goals)]
    text = "\n\n".join([_header(arguments.runs, load).rstrip(), *tables]) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return int(arguments.strict and not all(goal.kept for goal in goals))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="runs of each command (default: 7)")
    parser.add_argument("--cdk-python", type=Path, help="a Python with aws-cdk-lib, to measure CDK too; needs node")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a goal is missed")
    return parser.parse_args()


def _measure_payments(folder: Path, arguments: argparse.Namespace) -> dict[str, Measured]:
    cdk = arguments.cdk_python.absolute() if arguments.cdk_python and shutil.which("node") else None
    print("measuring the payment workflow", file=sys.stderr)
    commands = payment_commands(folder, cdk)
    return dict(zip((command.name for command in commands), measure(commands, arguments.runs), strict=True))


def _measure_chains(folder: Path) -> dict[int, tuple[Measured, Measured]]:
    measured: dict[int, tuple[Measured, Measured]] = {}
    for length in LENGTHS:
        print(f"measuring {length:,} states in a row", file=sys.stderr)
        ours, theirs = measure(chain_commands(length, folder), 3)
        measured[length] = (ours, theirs)
    return measured


def _goals(payments: dict[str, Measured], chains: dict[int, tuple[Measured, Measured]]) -> Iterator[Goal]:
    ours, longest = payments[OURS], chains[LENGTHS[-1]][0]
    yield Goal("CPU, definition and template, to sfnx's definition only", ours.cpu / payments[SFNX].cpu, 0.6)
    if CDK in payments:
        yield Goal("CPU, definition and template, to CDK", ours.cpu / payments[CDK].cpu, 1 / 20)
    yield Goal("MiB, definition and template", ours.memory, 64)
    yield Goal(f"CPU s, {LENGTHS[-1]:,} states in a row", longest.cpu, 2)
    yield Goal("CPU of one more state, at the end of the longest chain to before", _growth(chains), 1.5)


def _growth(chains: dict[int, tuple[Measured, Measured]]) -> float:
    """1 where each further state costs the same."""
    first, middle, last = LENGTHS[0], LENGTHS[-2], LENGTHS[-1]
    before = (chains[middle][0].cpu - chains[first][0].cpu) / (middle - first)
    return (chains[last][0].cpu - chains[middle][0].cpu) / (last - middle) / before


def _header(runs: int, load: float) -> str:
    return HEADER.format(
        runs=runs,
        load=load,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        cpus=os.cpu_count(),
        pydantic=version("pydantic"),
        sfnx=version("sfnx"),
    )


if __name__ == "__main__":
    sys.exit(main())

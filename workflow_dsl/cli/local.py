"""`workflow-dsl local`: keep an emulator between runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.failures import tell_failure
from workflow_dsl.cli.terminal import Terminal
from workflow_dsl.local import KEPT_WAIT_SCALE, Emulator, LocalError, find_kept, keep_down, keep_up
from workflow_dsl.project import find_root


def add_parser(subparsers: Any) -> None:
    """Add `local up|down|status`."""
    parser = subparsers.add_parser(
        "local",
        help=COMMANDS["local"],
        description="Keep an emulator of AWS between runs, on 127.0.0.1 only. Without it, each run starts its own.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="up|down|status")
    up = actions.add_parser("up", help="start it, unless it runs")
    add_emulator_options(up)
    actions.add_parser("down", help="stop it; what it holds is gone")
    actions.add_parser("status", help="say whether it runs, and where")
    parser.set_defaults(func=run)


def add_emulator_options(parser: argparse.ArgumentParser) -> None:
    """Add --port and --wait-scale."""
    parser.add_argument("--port", type=port_number, metavar="N", help="the port on 127.0.0.1 (default: a free one)")
    parser.add_argument(
        "--wait-scale",
        type=wait_scale,
        metavar="FRACTION",
        help=f"how long waits and delays of retries take: 1 their real time, 0 no time (default: {KEPT_WAIT_SCALE})",
    )


def emulator_options(args: argparse.Namespace, project: Path) -> tuple[int | None, float]:
    """The port, None for a free one, and the fraction of time that waits take.

    Raises LocalError for others than the kept emulator has: it is the one that is used.
    """
    kept = find_kept(project)
    if kept is None:
        return args.port, KEPT_WAIT_SCALE if args.wait_scale is None else args.wait_scale
    if args.port not in (None, kept.port) or args.wait_scale not in (None, kept.wait_scale):
        has = f"listens on port {kept.port}, with --wait-scale {kept.wait_scale:g}"
        raise LocalError(f"the emulator that is kept here {has}; stop it first: workflow-dsl local down")
    return kept.port, kept.wait_scale


def port_number(text: str) -> int:
    """A port that a program may listen on."""
    if not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f'"{text}" is no port; give a number from 1 to 65535')
    return int(text)


def wait_scale(text: str) -> float:
    """A fraction from 0 to 1."""
    try:
        fraction = float(text)
    except ValueError:
        fraction = -1.0
    if not 0 <= fraction <= 1:
        raise argparse.ArgumentTypeError(f'"{text}" is no fraction; give a number from 0 to 1')
    return fraction


def run(args: argparse.Namespace) -> int:
    """Run the command; 3 when the emulator cannot start, or does not run."""
    try:
        return _ACTIONS[args.action](args, find_root(Path.cwd()))
    except LocalError as error:
        return tell_failure(Terminal(sys.stderr), error)


def _up(args: argparse.Namespace, project: Path) -> int:
    port, scale = emulator_options(args, project)
    _tell(keep_up(project, port=port, wait_scale=scale))
    return ExitCode.OK


def _down(_: argparse.Namespace, project: Path) -> int:
    emulator = keep_down(project)
    print("nothing was running" if emulator is None else f"stopped the emulator on {emulator.url}")
    return ExitCode.OK


def _status(_: argparse.Namespace, project: Path) -> int:
    emulator = find_kept(project)
    if emulator is None:
        print("no emulator is kept here; start one: workflow-dsl local up")
        return ExitCode.FAILED
    _tell(emulator)
    if not emulator.is_up():
        Terminal(sys.stderr).line("it does not answer; start it again: workflow-dsl local down, then up", "bad")
        return ExitCode.FAILED
    return ExitCode.OK


def _tell(emulator: Emulator) -> None:
    print(f"emulator on {emulator.url} (process {emulator.pid}), region {emulator.region}, log {emulator.log}")
    key = emulator.access_key
    print(f"AWS CLI: AWS_ACCESS_KEY_ID={key} AWS_SECRET_ACCESS_KEY={key} aws --endpoint-url {emulator.url} ...")


_ACTIONS = {"up": _up, "down": _down, "status": _status}

"""`check`: everything that is wrong with workflows, before anything runs."""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from workflow_dsl.checks import Settings
from workflow_dsl.checks.catalogue import catalogue
from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.finding_formats import FORMATS
from workflow_dsl.cli.snapshot import Snapshot, snapshot
from workflow_dsl.diagnostics import Severity
from workflow_dsl.pipeline.check_targets import Checked, check_targets
from workflow_dsl.project import TargetError, find_root

_PAUSE_SECONDS = 0.5


def add_parser(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "check",
        help=COMMANDS["check"],
        description="Check definitions, files of Amazon States Language (JSON or YAML), and CloudFormation or SAM "
        "templates. Exit code 1 when one of the findings is an error.",
    )
    parser.add_argument(
        "targets",
        nargs="*",
        metavar="TARGET",
        help="a name in definitions/, a file or a folder (default: definitions/)",
    )
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="how findings are printed")
    parser.add_argument("--select", metavar="CODES", default="", help="only these, as WF302,WF4")
    parser.add_argument("--ignore", metavar="CODES", default="", help="all but these")
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes, until interrupted")


def run(arguments: argparse.Namespace) -> int:
    """Check, and print what was found."""
    if arguments.watch:
        return _watch(arguments)
    current = Path.cwd()
    settings = Settings(_codes(arguments.select), _codes(arguments.ignore))
    checked = check_targets(arguments.targets, current, settings)
    sys.stdout.write(FORMATS[arguments.format](checked.findings, current))
    if arguments.format == "text":
        print(_summary(checked), file=sys.stderr)
    return ExitCode.FINDINGS if checked.has_errors else ExitCode.OK


def _codes(given: str) -> tuple[str, ...]:
    codes = tuple(code.strip().upper() for code in given.split(",") if code.strip())
    for code in codes:
        if not code.startswith("WF"):
            raise TargetError(f'"{code}" is no code; write codes such as WF302, or beginnings such as WF3')
        if not any(known.startswith(code) for known in catalogue()):
            raise TargetError(f'no code begins with "{code}"; list them all with: python -m workflow_dsl rules')
    return codes


def _summary(checked: Checked) -> str:
    severities = [finding.severity for finding in checked.findings]
    counted = [(severities.count(severity), severity.value) for severity in Severity]
    found = ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for count, name in counted if count)
    files = len(checked.files)
    return f"{files} file{'s' if files != 1 else ''} checked: {found or 'no findings'}"


def _watch(arguments: argparse.Namespace) -> int:
    """Each round is a process of its own: a definition is Python, and is loaded once."""
    given = [*arguments.targets, "--format", arguments.format]
    given += [
        word for name in ("select", "ignore") if (value := getattr(arguments, name)) for word in (f"--{name}", value)
    ]
    watched = [find_root(Path.cwd()), *map(Path, arguments.targets)]
    before: Snapshot | None = None
    try:
        while True:
            now = snapshot(watched)
            if now != before:
                before = now
                subprocess.run([sys.executable, "-m", "workflow_dsl", "check", *given], check=False)
            time.sleep(_PAUSE_SECONDS)
    except KeyboardInterrupt:
        return ExitCode.OK

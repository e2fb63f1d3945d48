"""`package`: build the zips that a template names, for deployments with other tools."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.failures import FAILURES, tell_failure
from workflow_dsl.cli.terminal import Terminal
from workflow_dsl.pipeline.run import load_stack

OUTPUT = "build"


def add_parser(subparsers: Any) -> None:
    """Add `package`."""
    parser = subparsers.add_parser(
        "package",
        help=COMMANDS["package"],
        description="Build the zips that the template of a workflow names, and print their keys. `deploy` needs no "
        "package: it builds and uploads what is missing by itself.",
        epilog="then, with the AWS CLI:\n"
        "  aws s3 cp --recursive build/NAME s3://BUCKET\n"
        "  aws cloudformation deploy --template-file infra/NAME/template.yaml --stack-name NAME-dev \\\n"
        "    --s3-bucket BUCKET --capabilities CAPABILITY_IAM --parameter-overrides CodeBucket=BUCKET ...",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", metavar="NAME", help="the workflow, a folder of definitions/")
    parser.add_argument(
        "--output", default=OUTPUT, metavar="PATH", help="the folder; they go to PATH/NAME/ (default: %(default)s)"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Build; 3 when something cannot be built."""
    errors = Terminal(sys.stderr)
    try:
        stack = load_stack(args.name, Path.cwd())
        written = stack.zips.write_to(Path(args.output) / stack.name)
    except FAILURES as error:
        return tell_failure(errors, error)
    if not written:
        errors.line(f"{stack.name} has no zips: the code of its functions is in the template")
    for key, file in written.items():
        errors.line(f"wrote {os.path.relpath(file)}, {file.stat().st_size:,} bytes")
        print(key)
    return ExitCode.OK

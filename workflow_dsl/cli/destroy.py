"""`workflow-dsl destroy`: delete a stack, and keep its data unless told."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.deploy import add_stack_options, confirm, stack_name
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.failures import FAILURES, tell_failure
from workflow_dsl.cli.stack_text import write_deploy_event
from workflow_dsl.cli.terminal import Terminal
from workflow_dsl.deploy import (
    Connection,
    connect,
    connect_to_emulator,
    delete_stack,
    plan_deletion,
)
from workflow_dsl.local import find_kept
from workflow_dsl.pipeline.run import unless_gone
from workflow_dsl.project import find_root


def add_parser(subparsers: Any) -> None:
    """Add `destroy`."""
    parser = subparsers.add_parser(
        "destroy",
        help=COMMANDS["destroy"],
        description="Delete a stack. What its template retains stays; when data would be lost, it is refused.",
    )
    parser.add_argument("name", metavar="NAME", help="the workflow")
    add_stack_options(parser)
    parser.add_argument("--delete-data", action="store_true", help="delete tables with what they hold")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Delete; 1 when the user says no, 2 when there is no such stack, 3 when it fails."""
    errors = Terminal(sys.stderr)
    try:
        if not args.local:
            return _destroy(connect(profile=args.profile, region=args.region), args, errors)
        kept = find_kept(find_root(Path.cwd()))
        if kept is None:
            return _no_stack(args, errors)
        with unless_gone(kept):
            return _destroy(connect_to_emulator(kept), args, errors)
    except FAILURES as error:
        return tell_failure(errors, error)


def _no_stack(args: argparse.Namespace, errors: Terminal) -> int:
    errors.line(f"there is no stack {stack_name(args)}" + (" on an emulator here" if args.local else ""), "bad")
    return ExitCode.USAGE


def _destroy(connection: Connection, args: argparse.Namespace, errors: Terminal) -> int:
    deletion = plan_deletion(connection, stack_name(args))
    if deletion is None:
        return _no_stack(args, errors)
    errors.line(f"delete {len(deletion.deleted)} resources of stack {stack_name(args)}", "strong")
    for resource in deletion.data:
        errors.line(f"  with its data: {resource.resource_type} {resource.physical_id}", "bad")
    if not args.yes and not confirm(errors, "delete them?"):
        errors.line("nothing was deleted", "warn")
        return ExitCode.FINDINGS
    for event in delete_stack(connection, deletion, delete_data=args.delete_data):
        write_deploy_event(errors, stack_name(args), event)
    kept = deletion.retained if not args.delete_data else ()
    for resource in kept:
        print(f"kept {resource.resource_type} {resource.physical_id}")
    if kept:
        errors.line("a new deployment makes new ones; to go on with these, import them into its stack first", "warn")
    return ExitCode.OK

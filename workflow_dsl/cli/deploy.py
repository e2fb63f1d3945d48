"""`workflow-dsl deploy`: deploy a compiled stack to AWS, or to the emulator."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workflow_dsl import naming
from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.failures import FAILURES, tell_failure
from workflow_dsl.cli.run_text import RunProgress
from workflow_dsl.cli.stack_text import change_line, write_deploy_event
from workflow_dsl.cli.terminal import Terminal
from workflow_dsl.deploy import (
    ChangeSetReady,
    Connection,
    Deployed,
    StackRequest,
    check_parameters,
    check_stack_name,
    connect,
    connect_to_emulator,
    deploy_stack,
)
from workflow_dsl.local import Emulator, find_kept, keep_up
from workflow_dsl.pipeline.run import LoadedStack, RunInputError, deploy_locally, load_stack, unless_gone
from workflow_dsl.project import find_root

ALERT_EMAIL = "AlertEmail"


def add_parser(subparsers: Any) -> None:
    """Add `deploy`."""
    parser = subparsers.add_parser(
        "deploy",
        help=COMMANDS["deploy"],
        description="Deploy a compiled stack through a change set. A failed or half-done deployment is repaired first.",
    )
    parser.add_argument("name", metavar="NAME", help="the workflow, a folder of definitions/")
    parser.add_argument("--alert-email", metavar="ADDRESS", help="who gets the alerts (needed the first time)")
    add_stack_options(parser)
    parser.add_argument(
        "--parameter",
        action="append",
        default=[],
        type=parameter,
        metavar="NAME=VALUE",
        help="a parameter of the template; can be given again",
    )
    parser.add_argument(
        "--bucket",
        metavar="NAME",
        help="the bucket for zips and for a template over 51,200 bytes (default: the account's own, made when missing)",
    )
    parser.add_argument("--verbose", action="store_true", help="with --local: show what the emulator cannot take")
    parser.set_defaults(func=run)


def add_stack_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which stack, and where."""
    parser.add_argument("--environment", default="dev", metavar="NAME", help="the environment (default: %(default)s)")
    parser.add_argument("--stack-name", metavar="NAME", help="the stack (default: NAME-ENVIRONMENT)")
    parser.add_argument("--local", action="store_true", help="on the emulator of `local up`, started when needed")
    parser.add_argument("--profile", metavar="NAME", help="the profile with the AWS credentials")
    parser.add_argument("--region", metavar="NAME", help="the AWS region")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def parameter(text: str) -> tuple[str, str]:
    """NAME=VALUE."""
    name, sign, value = text.partition("=")
    if not name or not sign:
        raise argparse.ArgumentTypeError(f'"{text}" is no parameter; write NAME=VALUE')
    return name, value


def stack_name(args: argparse.Namespace) -> str:
    """The name of the stack. Raises RunInputError where none can be made of the workflow's: two might have the same."""
    if args.stack_name:
        return str(args.stack_name)
    wanted = f"{args.name}-{args.environment}"
    name = naming.stack_name(wanted)
    if name != wanted.replace("_", "-").replace(" ", "-"):
        raise RunInputError(f'no stack can be named "{wanted}"; add --stack-name NAME, of letters, digits and hyphens')
    return name


def run(args: argparse.Namespace) -> int:
    """Deploy; 1 when the user says no, 2 when the call is wrong, 3 when it fails."""
    errors = Terminal(sys.stderr)
    try:
        stack = load_stack(args.name, Path.cwd())
        args.name = stack.name
        outputs = _deploy_locally(args, stack, errors) if args.local else _deploy_to_aws(args, stack, errors)
    except FAILURES as error:
        return tell_failure(errors, error)
    if outputs is None:
        errors.line("nothing was deployed", "warn")
        return ExitCode.FINDINGS
    for name, value in outputs.items():
        print(f"{name} {value}")
    return ExitCode.OK


def _deploy_locally(args: argparse.Namespace, stack: LoadedStack, errors: Terminal) -> Mapping[str, str]:
    project, name, parameters = find_root(Path.cwd()), stack_name(args), _parameters(args)
    check_stack_name(stack.template, name)
    check_parameters(stack.template, parameters, is_new=find_kept(project) is None)
    emulator = keep_up(project)
    errors.line(f"emulator on {emulator.url}, kept; stop it with: workflow-dsl local down", "strong")
    connection = connect_to_emulator(emulator)
    progress = RunProgress(errors, name, verbose=args.verbose)
    with unless_gone(emulator):
        request = StackRequest(name, stack.template, parameters)
        outputs = deploy_locally(connection, request, progress.write, zips=stack.zips)
    return {output: _on_the_emulator(value, emulator) for output, value in outputs.items()}


def _on_the_emulator(output: str, emulator: Emulator) -> str:
    """The output, where it is an API's address in AWS, as the address that the emulator answers on."""
    return re.sub(r"^https://([^./]+)\.execute-api\.[^/]+", rf"{emulator.url}/_aws/execute-api/\1", output)


def _deploy_to_aws(args: argparse.Namespace, stack: LoadedStack, errors: Terminal) -> Mapping[str, str] | None:
    name, parameters = stack_name(args), _parameters(args)
    check_stack_name(stack.template, name)
    check_parameters(stack.template, parameters, is_new=False)
    connection = connect(profile=args.profile, region=args.region)
    request = StackRequest(name, stack.template, parameters, args.bucket, stack.zips.for_lambda())
    errors.line(f"stack {request.name} in account {connection.account()}, region {connection.region}", "strong")
    return follow_deployment(connection, request, errors, ask=not args.yes)


def follow_deployment(
    connection: Connection, request: StackRequest, errors: Terminal, *, ask: bool
) -> Mapping[str, str] | None:
    """Deploy and tell what happens; the outputs, or None when the user says no. Raises DeployError."""
    outputs: Mapping[str, str] | None = None
    events = deploy_stack(connection, request)
    created = False
    for event in events:
        write_deploy_event(errors, request.name, event)
        if isinstance(event, ChangeSetReady):
            created = event.action == "CREATE"
            for change in event.changes if created else ():
                errors.line(change_line(change))
            if ask and not confirm(errors, "deploy these changes?"):
                events.close()
        elif isinstance(event, Deployed):
            outputs = event.outputs
    address = request.parameters.get(ALERT_EMAIL)
    if outputs is not None and created and address is not None:
        errors.line(f"AWS has sent {address} a message: alerts reach it once the link in it was followed", "warn")
    return outputs


def confirm(errors: Terminal, question: str) -> bool:
    """Whether the user agrees. Without a terminal nobody is asked, and the answer is no."""
    if not sys.stdin.isatty():
        errors.line(f"{question} nobody can be asked here; add --yes", "warn")
        return False
    errors.line(f"{question} [y/N]", "strong")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _parameters(args: argparse.Namespace) -> dict[str, str]:
    named = {"Environment": args.environment}
    if args.alert_email:
        named[ALERT_EMAIL] = args.alert_email
    return {**named, **dict(args.parameter)}

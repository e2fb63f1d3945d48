"""`workflow-dsl run`: run a workflow on this machine and show what happens."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.failures import FAILURES, tell_failure
from workflow_dsl.cli.local import add_emulator_options, emulator_options
from workflow_dsl.cli.run_text import RunProgress, write_execution_event, write_log, write_many, write_report
from workflow_dsl.cli.terminal import Terminal, progress
from workflow_dsl.local import Scenario
from workflow_dsl.naming import stack_name
from workflow_dsl.pipeline.run import (
    RunInputError,
    RunReport,
    Session,
    SessionOptions,
    Target,
    load_target,
    open_session,
    read_input,
    run_many,
    run_watched,
    unexpected,
)
from workflow_dsl.project import find_root

CONCURRENCY = 16


def add_parser(subparsers: Any) -> None:
    """Add `run`."""
    parser = subparsers.add_parser(
        "run",
        help=COMMANDS["run"],
        description="Start an emulator (or use the one of `local up`), deploy the stack, start executions, and show "
        "each state as it happens, then the records, messages and alerts. Without --input, --scenario or --count, the "
        "first scenario is run.",
    )
    parser.add_argument("name", metavar="NAME", help="the workflow, a folder of definitions/")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--input", metavar="FILE|-", help="the input of one execution, as JSON; - reads standard input")
    what.add_argument("--scenario", metavar="NAME", help="a ready-made run of the definition; all runs each of them")
    what.add_argument("--count", type=positive, metavar="N", help="send N inputs, and sum up")
    parser.add_argument(
        "--concurrency",
        type=positive,
        metavar="N",
        help=f"executions in flight with --count (default: {CONCURRENCY})",
    )
    add_emulator_options(parser)
    parser.add_argument(
        "--verbose",
        action="store_true",
        help="show what the emulator cannot take, and the logs of the functions",
    )
    parser.set_defaults(func=run)


def positive(text: str) -> int:
    """A number from 1."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is no number of executions; give a number from 1')
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Run; 2 for a wrong call or unreadable input, 3 when something failed or did not end as it should."""
    try:
        return run_target(args, load_target(args.name, Path.cwd()))
    except FAILURES as error:
        return tell_failure(Terminal(sys.stderr), error)


def run_target(args: argparse.Namespace, target: Target) -> int:
    """Run a loaded target."""
    if args.concurrency is not None and args.count is None:
        raise RunInputError("--concurrency is for many executions; say how many with --count N")
    given = read_input(args.input, target.contract) if args.input is not None else None
    inputs = _inputs(args.count, target) if args.count is not None else None
    scenarios = _scenarios(args, target)
    errors = Terminal(sys.stderr)
    project = find_root(Path.cwd())
    port, scale = emulator_options(args, project)
    options = SessionOptions(project, port=port, wait_scale=scale)

    before = RunProgress(errors, stack_name(f"{target.name}-dev"), verbose=args.verbose)
    with open_session(target, options, before.write) as session:
        if inputs is not None:
            return _code(_many(session, inputs, args))
        if given is not None:
            return _code(_succeeded(_watched(session, given, 1, verbose=args.verbose)))
        wrong = [problem for one in scenarios for problem in _scenario(session, one, verbose=args.verbose)]
    return _code(not wrong)


def _code(is_well: bool) -> ExitCode:
    return ExitCode.OK if is_well else ExitCode.FAILED


def _scenarios(args: argparse.Namespace, target: Target) -> tuple[Scenario, ...]:
    if args.input is not None or args.count is not None:
        return ()
    if args.scenario == "all" and target.scenarios:
        return target.scenarios
    if args.scenario is None and target.scenarios:
        return target.scenarios[:1]
    return (target.scenario(args.scenario or "success"),)


def _scenario(session: Session, scenario: Scenario, *, verbose: bool) -> list[str]:
    out = Terminal(sys.stdout)
    out.line(f"scenario {scenario.name}: {scenario.about}", "strong")
    given = scenario.new_input()
    if scenario.prepare is not None:
        scenario.prepare(session.double, given)
    problems = unexpected(scenario, _watched(session, given, scenario.starts, verbose=verbose))
    for problem in problems:
        Terminal(sys.stderr).line(f"{scenario.name}: {problem}", "bad")
    return problems


def _watched(session: Session, given: dict[str, Any], starts: int, *, verbose: bool) -> RunReport:
    out = Terminal(sys.stdout)
    labels: dict[str, str] = {}

    def show(name: str, event: Any) -> None:
        label = labels.setdefault(name, f"{len(labels) + 1}  " if starts > 1 else "")
        write_execution_event(out, event, prefix=label)

    report = run_watched(session, given, starts=starts, on_event=show)
    if verbose:
        write_log(Terminal(sys.stderr), report)
    write_report(out, report)
    return report


def _succeeded(report: RunReport) -> bool:
    return all(end.status == "SUCCEEDED" for end in report.ends.values())


def _inputs(count: int, target: Target) -> Iterator[dict[str, Any]]:
    make = target.setup.nth_input
    if make is None:
        raise RunInputError(
            f"{target.name} does not say how to make many inputs; set nth_input of LocalSetup in "
            f"definitions/{target.name}/scenarios.py"
        )
    return map(make, range(count))


def _many(session: Session, inputs: Iterator[dict[str, Any]], args: argparse.Namespace) -> bool:
    with progress(Terminal(sys.stderr), "executions", args.count) as bar:
        report = run_many(session, inputs, concurrency=args.concurrency or CONCURRENCY, on_done=lambda _: bar.step())
    write_many(Terminal(sys.stdout), report)
    failed = any(status != "SUCCEEDED" for status, _ in report.outcomes)
    return not failed and all(tally.holds for tally in report.tallies)

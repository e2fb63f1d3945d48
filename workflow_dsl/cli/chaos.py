"""`workflow-dsl chaos`: break a workflow on this machine in every place, and check what must hold all the same."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from workflow_dsl.cli.chaos_text import write_document, write_report
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.run import positive
from workflow_dsl.cli.terminal import Progress, Terminal, progress
from workflow_dsl.deploy import DeployError
from workflow_dsl.local import LocalError
from workflow_dsl.pipeline.run import RunError, RunInputError
from workflow_dsl.testing.chaos import (
    CaseTextError,
    Chaos,
    EditError,
    Mutant,
    MutantResult,
    Outcome,
    Report,
    Watch,
    Where,
    load_chaos,
    read_case,
)

REPEATS = 20


def add_parser(subparsers: Any) -> None:
    """Add `chaos`."""
    parser = subparsers.add_parser(
        "chaos",
        help="break a workflow on the emulator, and check what must hold",
        description="Find the fault points of every handler, make each fail by crash, exception and hanging, once "
        "and always, alone and with duplicates, throttle AWS, break the double of the outside, restart the emulator, "
        "deploy in the middle; then check the invariants of definitions/NAME/chaos.py.",
    )
    parser.add_argument("name", metavar="NAME", help="the workflow, a folder of definitions/")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="decides the sample and the inputs")
    parser.add_argument(
        "--payments",
        "--work",
        dest="work",
        type=positive,
        default=200,
        metavar="N",
        help="pieces of work: a sample of the whole matrix, or all of it and pairs of faults (default: %(default)s)",
    )
    parser.add_argument("--concurrency", type=positive, default=16, metavar="N", help="executions in flight")
    parser.add_argument("--family", metavar="NAME", help="one family of cases only, as the summary calls it")
    parser.add_argument("--case", metavar="TEXT", help=f"repeat one case {REPEATS} times, as a failure prints it")
    parser.add_argument("--zombies", action="store_true", help="with --case: states give up before their functions end")
    parser.add_argument("--variant", default="", metavar="NAME", help="with --case: a variant of the set-up")
    parser.add_argument("--mutants", action="store_true", help="run the mutants of definitions/NAME/mutants.py as well")
    parser.add_argument("--json", metavar="PATH", help="write the report there too")
    parser.add_argument("--document", metavar="PATH", help="write the tables into a page, between its markers")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Run; 2 for a wrong call, 3 when an invariant was violated or a mutant survived."""
    errors = Terminal(sys.stderr)
    try:
        report = _run(args, errors)
    except (RunInputError, CaseTextError, EditError) as error:
        errors.line(str(error), "bad")
        return ExitCode.USAGE
    except (RunError, LocalError, DeployError) as error:
        errors.line(str(error), "bad")
        return ExitCode.FAILED
    write_report(Terminal(sys.stdout), report)
    if args.json is not None:
        Path(args.json).write_text(json.dumps(report.to_json(), indent=2) + "\n", encoding="utf-8")
    if args.document is not None:
        write_document(Path(args.document), report, _command(args))
    return ExitCode.OK if report.holds else ExitCode.FAILED


def _run(args: argparse.Namespace, errors: Terminal) -> Report:
    target, setup, mutants = load_chaos(args.name, Path.cwd())
    chaos = Chaos(target, setup, seed=args.seed, concurrency=args.concurrency)
    if args.variant and args.variant not in setup.variants:
        raise RunInputError(f'no variant is named "{args.variant}"; there are: {", ".join(setup.variants)}')
    with ExitStack() as stack:
        watching = _Watching(errors, stack)
        chaos.watch = Watch(watching.planned, watching.done)
        if args.case is not None:
            case = read_case(args.case)
            where: Where = "zombies" if args.zombies else "variant" if args.variant else "patient"
            return chaos.repeat(case, REPEATS, where=where, variant=args.variant)
        report = chaos.prove(args.work, only=args.family)
    if args.mutants:
        report.mutants = _try_mutants(chaos, mutants, errors)
    return report


def _try_mutants(chaos: Chaos, mutants: Sequence[Mutant], errors: Terminal) -> list[MutantResult]:
    chaos.watch = Watch()
    results = []
    with progress(errors, "mutants", len(mutants)) as bar:
        for mutant in mutants:
            results.append(chaos.try_mutant(mutant))
            bar.step()
    return results


class _Watching:
    """A bar, once it is known how many cases there are."""

    def __init__(self, errors: Terminal, stack: ExitStack) -> None:
        self._errors, self._stack = errors, stack
        self._bar: Progress | None = None

    def planned(self, total: int) -> None:
        """Show the bar."""
        self._bar = self._stack.enter_context(progress(self._errors, "cases", total))

    def done(self, _family: str, _outcome: Outcome) -> None:
        """One case is done."""
        if self._bar is not None:
            self._bar.step()


def _command(args: argparse.Namespace) -> str:
    text = f"python -m workflow_dsl chaos {args.name} --seed {args.seed} --payments {args.work}"
    text += f" --concurrency {args.concurrency}" + (" --mutants" if args.mutants else "")
    return f"{text} --document {args.document}"

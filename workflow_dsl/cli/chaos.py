"""`workflow-dsl chaos`: break a workflow on this machine in every place, and check what must hold all the same."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from workflow_dsl.cli.chaos_text import BEGIN, END, has_markers, write_document, write_report
from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.failures import FAILURES, tell_failure
from workflow_dsl.cli.run import positive
from workflow_dsl.cli.terminal import Progress, Terminal, progress
from workflow_dsl.pipeline.run import RunInputError
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
    known_as,
    load_chaos,
    read_case,
)

REPEATS = 20
WORK = 200


EPILOG = f"""\
a case is any of these, with blanks between them, or the word nothing:
  crash:POINT:once          the process ends at once; "always" does it on each attempt
  raise:POINT:once          an exception; at a call, a broken connection
  hang:POINT:once           never goes on, until Lambda ends it
  late:POINT:once           sleeps and goes on; with --zombies, after its state has given up
  throttle:CALL:once        AWS answers that there are too many requests
  outside:NAME              a fault of the double, as definitions/NAME/chaos.py calls it
  duplicates:N              N more executions with the same input, at the same time
  beside:NAME               one more, with an input that chaos.py makes under this name
  door:NAME                 started through a door of chaos.py instead of directly

a POINT is FUNCTION.entry, FUNCTION.exit or CALL.before, CALL.after; a CALL is FUNCTION.SERVICE.OPERATION.NUMBER:
  Charge.http.POST.1.after, Charge.dynamodb.PutItem.2.before. --json lists the points that were found.

  python -m workflow_dsl chaos payments --case "crash:StoreTransaction.dynamodb.UpdateItem.1.after:once duplicates:3"

The seed decides which cases are run and with which inputs; who wins a race it cannot decide, therefore --case repeats.
Exit codes: 0 everything held, 2 a wrong call, {ExitCode.FAILED:d} an invariant was violated or a mutant survived."""


def add_parser(subparsers: Any) -> None:
    """Add `chaos`."""
    parser = subparsers.add_parser(
        "chaos",
        help=COMMANDS["chaos"],
        description="Find the fault points of every handler, make each fail by crash, exception and hanging, once\n"
        "and always, alone and with duplicates, let calls that were given up write late, throttle AWS, break\n"
        "the double of the outside, restart the emulator, deploy in the middle; then check the invariants of\n"
        "definitions/NAME/chaos.py.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", metavar="NAME", help="the workflow, a folder of definitions/")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="decides the sample and the inputs (default: %(default)s)"
    )
    parser.add_argument(
        "--payments",
        "--work",
        dest="work",
        type=positive,
        metavar="N",
        help=f"pieces of work: a sample of the whole matrix, or all of it and pairs of faults (default: {WORK})",
    )
    parser.add_argument(
        "--concurrency", type=positive, default=16, metavar="N", help="executions in flight (default: %(default)s)"
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--family", metavar="NAME", help="one family of cases only, as the summary calls it")
    only.add_argument("--case", metavar="TEXT", help=f"repeat one case {REPEATS} times, as a failure prints it")
    parser.add_argument("--zombies", action="store_true", help="with --case: states give up before their functions end")
    parser.add_argument("--variant", default="", metavar="NAME", help="with --case: a variant of chaos.py")
    parser.add_argument("--mutants", action="store_true", help="run the mutants of definitions/NAME/mutants.py as well")
    parser.add_argument("--json", metavar="PATH", help="write the report there too")
    parser.add_argument("--document", metavar="PATH", help="write the tables into a page, between its markers")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Run; 2 for a wrong call, 3 when an invariant was violated or a mutant survived."""
    errors = Terminal(sys.stderr)
    try:
        report = _run(args, errors)
    except (CaseTextError, EditError) as error:
        errors.line(str(error), "bad")
        return ExitCode.USAGE
    except FAILURES as error:
        return tell_failure(errors, error)
    write_report(Terminal(sys.stdout), report)
    if args.json is not None:
        Path(args.json).write_text(json.dumps(report.to_json(), indent=2) + "\n", encoding="utf-8")
    if args.document is not None:
        write_document(Path(args.document), report, _command(args))
    return ExitCode.OK if report.holds else ExitCode.FAILED


def _run(args: argparse.Namespace, errors: Terminal) -> Report:
    check_options(args)
    target, setup, mutants = load_chaos(args.name, Path.cwd())
    chaos = Chaos(target, setup, seed=args.seed, concurrency=args.concurrency)
    if args.variant and args.variant not in setup.variants:
        raise CaseTextError(known_as("variant", args.variant, setup.variants))
    if args.mutants and not mutants:
        raise RunInputError(f"{args.name} has no mutants; write them into mutants.py beside its chaos.py")
    with ExitStack() as stack:
        watching = _Watching(errors, stack)
        chaos.watch = Watch(watching.planned, watching.done)
        if args.case is not None:
            case = read_case(args.case)
            where: Where = "zombies" if args.zombies else "variant" if args.variant else "patient"
            return chaos.repeat(case, REPEATS, where=where, variant=args.variant)
        report = chaos.prove(args.work or WORK, only=args.family)
    if args.mutants:
        report.mutants = _try_mutants(chaos, mutants, errors)
    return report


def check_options(args: argparse.Namespace) -> None:
    """Raise RunInputError for options that say nothing together, and for files that cannot be written later."""
    if args.case is None and (args.zombies or args.variant):
        option = "--zombies" if args.zombies else "--variant"
        raise RunInputError(f'{option} goes with --case; a whole run has such a family: --family "NAME" runs it alone')
    if args.case is not None and (args.mutants or args.work or args.document):
        option = "--mutants" if args.mutants else "--document" if args.document else "--work"
        raise RunInputError(f"--case repeats one case {REPEATS} times; leave out {option}")
    if args.json is not None and not Path(args.json).absolute().parent.is_dir():
        raise RunInputError(f"the folder of {args.json} is not there; make it first")
    if args.document is not None and not has_markers(Path(args.document)):
        raise RunInputError(f"{args.document} is no page with the lines {BEGIN} and {END}; write them where tables go")


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
    text = f"python -m workflow_dsl chaos {args.name} --seed {args.seed} --payments {args.work or WORK}"
    text += f" --concurrency {args.concurrency}" + (" --mutants" if args.mutants else "")
    return f"{text} --document {args.document}"

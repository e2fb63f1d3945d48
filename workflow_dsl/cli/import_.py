"""`import`: state machines that exist already, as Python definitions."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.pipeline.importing import Batch, Imported, import_sources
from workflow_dsl.project import TargetError, stale_files, write_files


def add_parser(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "import",
        help=COMMANDS["import"],
        description="Import state machines from Amazon States Language (JSON or YAML), from SAM and CloudFormation "
        "templates, or from folders of these. Each is compiled again and compared before anything is written, and "
        "nothing is written unless all are valid.",
    )
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a definition, a template or a folder")
    parser.add_argument(
        "--output", required=True, metavar="PATH", help="a file for one definition, a folder, or - for standard output"
    )
    parser.add_argument("--force", action="store_true", help="replace files that are there and say something else")
    parser.add_argument(
        "--keep-going", action="store_true", help="write those that are valid although others are not; exit 1"
    )


def run(arguments: argparse.Namespace) -> int:
    """Import, tell, write."""
    batch = import_sources([Path(source) for source in arguments.sources])
    if batch.findings and not arguments.keep_going:
        _hint(batch)
        raise FindingsError(*batch.findings)
    if arguments.output == "-":
        sys.stdout.write(_only(batch, "--output - prints").text)
    else:
        _write(batch, arguments)
    _tell(batch)
    if batch.findings:
        raise FindingsError(*batch.findings)
    return ExitCode.OK


def _only(batch: Batch, takes: str) -> Imported:
    if len(batch.imported) != 1:
        raise TargetError(f"{takes} one definition, and here are {len(batch.imported)}; name a folder")
    return batch.imported[0]


def _write(batch: Batch, arguments: argparse.Namespace) -> None:
    texts = _texts(batch, Path(arguments.output))
    changed = [path for path in stale_files(texts) if path.exists()]
    if changed and not arguments.force:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise TargetError(f"{changed[0]}{more}: there is another text already; give another --output, or --force")
    written = write_files(texts)
    for path in texts:
        print(f"{'wrote' if path in written else 'same '} {path}", file=sys.stderr)


def _texts(batch: Batch, output: Path) -> Mapping[Path, str]:
    if output.suffix == ".py":
        return {output: _only(batch, f"the file {output} holds").text}
    return {output / f"{imported.module}.py": imported.text for imported in batch.imported}


def _tell(batch: Batch) -> None:
    for imported in batch.imported:
        for note in imported.notes:
            print(f"{imported.origin}: note: {note}", file=sys.stderr)
        for fault in imported.faults:
            print(f"{fault.render()} (imported all the same)", file=sys.stderr)
    for path in batch.skipped:
        print(f"{path}: skipped: it holds no state machine", file=sys.stderr)
    count, states = len(batch.imported), sum(imported.states for imported in batch.imported)
    print(
        f"proved: {_counted(count, 'state machine')} with {_counted(states, 'state')}, each compiled again and equal "
        "to what it was imported from",
        file=sys.stderr,
    )


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _hint(batch: Batch) -> None:
    if batch.imported:
        print(f"nothing is written; {len(batch.imported)} valid ones would be with --keep-going", file=sys.stderr)

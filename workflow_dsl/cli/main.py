"""The parser, and what becomes of errors."""

import argparse
import errno
import importlib
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import NoReturn

from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import MEANINGS, ExitCode
from workflow_dsl.cli.shadows import shadow_of
from workflow_dsl.cli.streams import drop_output, prepare_streams
from workflow_dsl.cli.users_code import users_line
from workflow_dsl.diagnostics import FindingsError, suggest
from workflow_dsl.project import TargetError

# A word of Python cannot name a module.
_MODULES = {"import": "import_"}

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class _Parser(argparse.ArgumentParser):
    """Says what was probably meant."""

    def error(self, message: str) -> NoReturn:
        """Exit with the code for a wrong call."""
        self.print_usage(sys.stderr)
        self.exit(ExitCode.USAGE, f"{self.prog}: {message}; see {self.prog} --help\n")

    def refuse(self, unknown: Sequence[str]) -> NoReturn:
        """Exit because of arguments that the command does not take."""
        near = suggest(unknown[0].partition("=")[0], self._option_string_actions)
        self.error(f"unrecognized arguments: {' '.join(unknown)}" + (f"; did you mean {near}?" if near else ""))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    if not _has_folder():
        print("workflow-dsl: the current folder is not there any more; change into one that is", file=sys.stderr)
        return ExitCode.USAGE
    try:
        code = _run(given)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("workflow-dsl: interrupted", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has had enough.
        drop_output()
        return ExitCode.OK
    except FindingsError as error:
        print_findings(error)
        return ExitCode.FINDINGS
    except TargetError as error:
        print(f"workflow-dsl: {error}", file=sys.stderr)
        return ExitCode.USAGE
    except OSError as error:
        return _system_error(error)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a message instead of a traceback
        return _internal_error(error)


def _has_folder() -> bool:
    try:
        os.getcwd()
    except FileNotFoundError:
        return False
    return True


def print_findings(error: FindingsError) -> None:
    """Each finding on a line, and how many there are."""
    for finding in error.findings:
        print(finding.render(), file=sys.stderr)
    count = len(error.findings)
    print(f"{count} finding{'s' if count > 1 else ''}", file=sys.stderr)


def _run(given: list[str]) -> int:
    chosen = next((word for word in given if not word.startswith("-")), None)
    if chosen is not None and chosen not in COMMANDS:
        near = suggest(chosen, COMMANDS)
        hint = f'did you mean "{near}"?' if near else f"there are: {', '.join(COMMANDS)}"
        print(f'workflow-dsl: no command is named "{chosen}"; {hint}', file=sys.stderr)
        return ExitCode.USAGE
    parser, command, module = _parser(chosen, _told(given, chosen))
    try:
        parsed, unknown = parser.parse_known_args(given)
        if unknown:
            command.refuse(unknown)
    except SystemExit as done:
        return int(done.code or 0)
    if module is None:
        parser.print_help()
        return ExitCode.USAGE
    code: int = module.run(parsed)
    return code


def _told(given: list[str], chosen: str | None) -> Mapping[str, str]:
    """The commands that the parser has to know: all of them only for its own help."""
    return {chosen: COMMANDS[chosen]} if chosen is not None and given[0] == chosen else COMMANDS


def _parser(chosen: str | None, commands: Mapping[str, str]) -> tuple[_Parser, _Parser, ModuleType | None]:
    """The parser, that of the chosen command, which is the same without one, and the command's module."""
    parser = _Parser(
        prog="workflow-dsl",
        description="Workflows for AWS Step Functions as typed Python.",
        epilog="exit codes:\n" + "\n".join(f"  {code:<4}{meaning}" for code, meaning in MEANINGS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    # With `prog` given nobody asks how wide the terminal is.
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser, prog=parser.prog)
    module = None
    for name, told in commands.items():
        if name == chosen:
            # Imported only when it is called: compiling must not wait for AWS's SDK.
            module = importlib.import_module(f"workflow_dsl.cli.{_MODULES.get(name, name)}")
            module.add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=told)
    return parser, subparsers.choices.get(chosen or "", parser), module


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> NoReturn:
        """Print it and exit."""
        from importlib import metadata

        try:
            version = metadata.version("workflow-dsl")
        except metadata.PackageNotFoundError:
            version = "0 (not installed)"
        print(f"workflow-dsl {version}")
        parser.exit(ExitCode.OK)


def _system_error(error: OSError) -> int:
    """The system refused a file, or the output: a folder that is read-only, a disk that is full."""
    if error.filename is None and error.errno not in _NO_ROOM:
        return _internal_error(error)
    if os.environ.get("WORKFLOW_DSL_DEBUG"):
        traceback.print_exc()
    if error.filename is None:
        drop_output()
    where = "the output" if error.filename is None else os.path.relpath(os.fsdecode(error.filename))
    print(f"workflow-dsl: {where}: {error.strerror or error}", file=sys.stderr)
    return ExitCode.USAGE


def _internal_error(error: Exception) -> int:
    if os.environ.get("WORKFLOW_DSL_DEBUG"):
        traceback.print_exc()
    shadow = shadow_of(error)
    if shadow is not None:
        print(f"workflow-dsl: {shadow}", file=sys.stderr)
        return ExitCode.USAGE
    users = users_line(error)
    if users is not None:
        problem = f"{users}: {type(error).__name__}: {error}"
        print(f"workflow-dsl: {problem}; mend it there (WORKFLOW_DSL_DEBUG=1 shows the whole)", file=sys.stderr)
        return ExitCode.FAILED
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(frame.filename)}:{frame.lineno}"
    problem = f"internal error: {type(error).__name__}: {error} ({where})"
    print(f"workflow-dsl: {problem}; please report it, with WORKFLOW_DSL_DEBUG=1 for the whole", file=sys.stderr)
    return ExitCode.INTERNAL

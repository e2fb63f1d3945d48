"""`graph`: draw a workflow, how an execution of it went, or what changed since an earlier version."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict

from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.failures import FAILURES, tell_failure
from workflow_dsl.cli.graph_execution import foreign_states, load_events
from workflow_dsl.cli.graph_target import GraphTarget, load_target
from workflow_dsl.cli.terminal import Terminal, has_colour
from workflow_dsl.graph import (
    Format,
    MermaidTooLargeError,
    Overlay,
    PngUnavailableError,
    Theme,
    compare_machines,
    overlay_from_history,
    render,
    render_graph,
    render_text,
)
from workflow_dsl.graph.text import write_text
from workflow_dsl.project import TargetError

_BY_ENDING = {
    ".txt": Format.TEXT,
    ".mmd": Format.MERMAID,
    ".mermaid": Format.MERMAID,
    ".dot": Format.DOT,
    ".gv": Format.DOT,
    ".svg": Format.SVG,
    ".png": Format.PNG,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".json": Format.JSON,
}
_EXAMPLES = """examples:
  workflow-dsl graph payments                                 # outline on the terminal
  workflow-dsl graph payments --output payments.html          # one page to send to a reviewer
  workflow-dsl graph state-machine.asl.json --format mermaid  # for a README
  workflow-dsl graph payments --execution history.json        # how an execution went
  workflow-dsl graph payments --before old.asl.json           # what changed since that version
"""


def add_parser(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "graph",
        help=COMMANDS["graph"],
        description="Draw a workflow as an outline, Mermaid, DOT, SVG, PNG, HTML or JSON.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("target", metavar="TARGET", help="a name in definitions/, or a file in Amazon States Language")
    parser.add_argument(
        "--format", choices=[one.value for one in Format], help="default: by the ending of --output, else text"
    )
    parser.add_argument("--output", metavar="FILE", help="write to this file, - for standard output")
    parser.add_argument("--level", type=_level, metavar="N", help="fold what lies deeper; 0 draws the top level alone")
    parser.add_argument(
        "--theme", choices=[one.value for one in Theme], default=Theme.AUTO.value, help="of SVG, PNG and HTML (auto)"
    )
    parser.add_argument(
        "--execution", metavar="ARN|FILE", help="show how an execution went: its ARN, or a file with its history"
    )
    parser.add_argument("--before", metavar="TARGET", help="show what changed since this earlier version")
    parser.add_argument("--ascii", action="store_true", help="an outline of ASCII characters only")
    parser.add_argument("--local", action="store_true", help="ask the kept emulator for the execution")
    parser.add_argument("--profile", help="AWS profile to ask for the execution")
    parser.add_argument("--region", help="AWS region (default: that of the ARN)")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Draw; 0, or 2 for a wrong call or unreadable input, or 3 when the execution cannot be fetched."""
    output_format = _format(arguments)
    target = load_target(arguments.target, Path.cwd())
    if arguments.before:
        _write(_changes(target, output_format, arguments), arguments)
        return ExitCode.OK
    overlay = None
    if arguments.execution:
        try:
            events = load_events(arguments.execution, arguments)
        except FAILURES as error:
            return tell_failure(Terminal(sys.stderr), error)
        _tell_foreign(foreign_states(events, target.machine), target)
        overlay = overlay_from_history(target.machine, events)
    _write(_draw(target, output_format, arguments, overlay), arguments)
    return ExitCode.OK


def _tell_foreign(names: Sequence[str], target: GraphTarget) -> None:
    """Say that the execution was of something else: an earlier version may be looked at like that, on purpose."""
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        told = f"{target.name} has no state {', '.join(names[:3])}{more}, which the execution entered; it ran another"
        Terminal(sys.stderr).line(f"{told} version, or another workflow", "warn")


def _level(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f'"{text}" is not a level; give 0, 1, 2 ...')
    return int(text)


def _format(arguments: argparse.Namespace) -> Format:
    if arguments.target == "-" and arguments.execution == "-":
        raise TargetError("the workflow and its history cannot both come from standard input; give one as a file")
    if arguments.before and (arguments.execution or arguments.level is not None):
        raise TargetError("--before shows what changed, all of it; leave out --execution and --level")
    if arguments.target == "-" == arguments.before:
        raise TargetError("both versions cannot come from standard input; give one as a file")
    if arguments.format:
        return Format(arguments.format)
    if arguments.output in (None, "-"):
        return Format.TEXT
    ending = Path(arguments.output).suffix.lower()
    if ending not in _BY_ENDING:
        known = ", ".join(_BY_ENDING)
        raise TargetError(f'"{arguments.output}" does not end in a known format; add --format, or write {known}')
    return _BY_ENDING[ending]


def _draw(
    target: GraphTarget, output_format: Format, arguments: argparse.Namespace, overlay: Overlay | None
) -> str | bytes:
    if output_format is Format.TEXT:
        return _outline(target, arguments, overlay)
    try:
        return render(
            target.machine,
            output_format,
            name=target.name,
            theme=Theme(arguments.theme),
            level=arguments.level,
            places=target.places,
            names=target.names,
            overlay=overlay,
        )
    except (MermaidTooLargeError, PngUnavailableError) as error:
        raise TargetError(str(error)) from error


def _changes(target: GraphTarget, output_format: Format, arguments: argparse.Namespace) -> str | bytes:
    before = load_target(arguments.before, Path.cwd())
    names = {**before.names, **target.names}
    graph, overlay = compare_machines(before.machine, target.machine, name=target.name, names=names)
    if output_format is Format.TEXT:
        return f"{overlay.title}\n{write_text(graph, overlay=overlay, **_terminal(arguments))}"
    try:
        return render_graph(graph, output_format, theme=Theme(arguments.theme), overlay=overlay)
    except (MermaidTooLargeError, PngUnavailableError) as error:
        raise TargetError(str(error)) from error


def _outline(target: GraphTarget, arguments: argparse.Namespace, overlay: Overlay | None) -> str:
    text = render_text(target.machine, overlay, names=target.names, level=arguments.level, **_terminal(arguments))
    return f"{overlay.title}\n{text}" if overlay else text


class _Terminal(TypedDict):
    """How wide an outline may be, and of what."""

    color: bool
    ascii_only: bool
    width: int


def _terminal(arguments: argparse.Namespace) -> _Terminal:
    to_terminal = arguments.output in (None, "-") and sys.stdout.isatty()
    return {
        "color": to_terminal and has_colour(sys.stdout),
        "ascii_only": arguments.ascii,
        "width": shutil.get_terminal_size().columns if to_terminal else 100,
    }


def _write(picture: str | bytes, arguments: argparse.Namespace) -> None:
    data = picture.encode() if isinstance(picture, str) else picture
    if arguments.output not in (None, "-"):
        try:
            Path(arguments.output).parent.mkdir(parents=True, exist_ok=True)
            Path(arguments.output).write_bytes(data)
        except OSError as error:
            raise TargetError(f'"{arguments.output}" cannot be written: {error.strerror}') from error
        print(f"wrote {arguments.output}", file=sys.stderr)
        return
    if isinstance(picture, bytes) and sys.stdout.isatty():
        raise TargetError("a PNG is not for a terminal; add --output FILE.png")
    sys.stdout.buffer.write(data)
    sys.stdout.flush()

"""What keeps a definition from running, as findings in the user's own file."""

import re
import sys
import traceback
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from workflow_dsl.diagnostics import Finding, Severity, suggest
from workflow_dsl.dsl.misuse import misuse_of
from workflow_dsl.project.definitions import Definition
from workflow_dsl.source import Place


def syntax_fault(error: SyntaxError, definition: Definition) -> Finding:
    """WF801 for a file that is not Python."""
    if error.filename is None or not error.lineno or "'utf-8' codec" in error.msg:
        return _finding(f"not Python: {error.msg}", "save it as UTF-8 text", _unreadable(error, definition))
    place = Place(error.filename, error.lineno, error.offset or 1)
    return _finding(f"not Python: {error.msg}", "mend the line", place)


def fault(error: BaseException, definition: Definition) -> Finding:
    """WF801 for what a definition raised, at the last line of the user's that was running.

    WF205 where a function of Python was given an expression.
    """
    place = _last_line(error, definition) or Place(str(definition.file), 1, 1)
    if isinstance(error, TypeError | ValidationError) and (misused := misuse_of(error, place)) is not None:
        return stopping(misused)
    # Python adds the file of the module in which a name is missing: one of this machine, and no place to mend.
    said = str(error).removesuffix(f" ({error.path})") if isinstance(error, ImportError) else str(error)
    if isinstance(error, ValidationError):
        said = "; ".join(f"{error.title}.{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    return _finding(f"{type(error).__name__}: {said}", _mending(error, definition), place)


def stopping(finding: Finding) -> Finding:
    """A finding behind which nothing of the file was run, so that nobody takes it for the only one."""
    return replace(finding, instead=f"{finding.instead} (the definition stopped here; there may be more)")


def _finding(problem: str, instead: str, place: Place) -> Finding:
    return Finding("WF801", Severity.ERROR, problem, instead, place)


def _last_line(error: BaseException, definition: Definition) -> Place | None:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_users(frame.filename, definition)]
    if not frames:
        return None
    return Place(frames[-1].filename, frames[-1].lineno or 1, (frames[-1].colno or 0) + 1)


def _unreadable(error: SyntaxError, definition: Definition) -> Place:
    """Where a file stops being text: Python does not tell, neither the line nor, for some bytes, the file."""
    if error.filename is None and (importing := _last_line(error, definition)) is not None:
        return importing
    file = error.filename or str(definition.file)
    data = Path(file).read_bytes()
    try:
        start = max(data.find(b"\0"), 0)
        data.decode("utf-8")
    except UnicodeDecodeError as undecodable:
        start = undecodable.start
    return Place.of_byte(file, data, start)


def _mending(error: BaseException, definition: Definition) -> str:
    if isinstance(error, ModuleNotFoundError):
        return _to_find(error.name or "", definition.root)
    if isinstance(error, ImportError) and "relative import" in str(error):
        return "write the whole name of the module, from the project's folder on, without dots before it"
    known: list[str] = []
    wanted = error.name if isinstance(error, NameError | AttributeError) else None
    if isinstance(error, ImportError):
        # Only from Python 3.12 on is the name beside the message.
        wanted = next(iter(re.findall(r"cannot import name '(\w+)'", str(error))), None)
        known = dir(sys.modules.get(error.name or ""))
    elif isinstance(error, NameError):
        known = [name for frame, _ in traceback.walk_tb(error.__traceback__) for name in frame.f_globals]
    elif isinstance(error, AttributeError):
        known = dir(error.obj)
    meant = suggest(wanted, known) if wanted else None
    return f"did you mean {meant}?" if meant else "mend the definition, which has to run to its end"


def _to_find(module: str, root: Path) -> str:
    there = root.joinpath(*module.split("."))
    if there.is_dir() or there.with_suffix(".py").is_file():
        top = module.partition(".")[0]
        return f"add {top}/__init__.py: without it, Python takes another {top} that is on its path"
    return "install it, or write the module in the project's folder"


def _is_users(filename: str, definition: Definition) -> bool:
    path = Path(filename)
    return (
        path.is_relative_to(definition.root)
        and "site-packages" not in path.parts
        and path.parent.name != "workflow_dsl"
    )

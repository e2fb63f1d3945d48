"""Running a definition's Python, and finding the workflow in it."""

import importlib
import importlib.util
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from workflow_dsl.declaration import collecting
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.dsl.workflow import Workflow
from workflow_dsl.project.bytecode import careful_bytecode, is_own
from workflow_dsl.project.definitions import Definition
from workflow_dsl.project.faults import fault, stopping, syntax_fault
from workflow_dsl.project.identity_tests import identity_tests
from workflow_dsl.project.unplaced_steps import unplaced_steps
from workflow_dsl.source import Place
from workflow_dsl.stack import PLAIN, StackOptions


class LoadedDefinition(NamedTuple):
    """What the file of a definition says: its workflow, None where it could not be run to its end, and the options of
    its stack; `findings` are what went wrong while it ran.
    """

    workflow: Workflow[Any] | None
    options: StackOptions
    findings: list[Finding]


def load_definition(definition: Definition) -> LoadedDefinition:
    """Run the file of a definition and take what it defines.

    WF801: the file raised or is not Python; WF802: it holds no workflow, or several, or several options.
    """
    before = set(sys.modules)
    module, findings = _attempt(lambda: _run(definition), definition)
    if module is None:
        return LoadedDefinition(None, PLAIN, findings)
    findings.extend(found for part in _parts(module, definition.root, before) for found in identity_tests(part))
    workflow = _only_workflow(module, definition, findings)
    if workflow is not None:
        findings.extend(unplaced_steps(module, workflow))
    return LoadedDefinition(workflow, _only_options(module, definition, findings), findings)


def load_beside(definition: Definition, file: Path) -> ModuleType:
    """Run another Python file of a definition's folder. Raises FindingsError, with all that went wrong."""
    name = f"{definition.module.rpartition('.')[0]}.{file.stem}".lstrip(".")
    module, findings = _attempt(lambda: importlib.import_module(name), definition._replace(file=file))
    if module is None or findings:
        raise FindingsError(*findings)
    return module


def _parts(module: ModuleType, root: Path, before: set[str]) -> list[ModuleType]:
    """The module of a definition, and those of the project that it brought."""
    loaded = sys.modules.copy().items()
    return [part for name, part in loaded if part is module or (name not in before and is_own(part, root))]


def _attempt(run: Callable[[], ModuleType], definition: Definition) -> tuple[ModuleType | None, list[Finding]]:
    with careful_bytecode(definition.root), collecting() as findings:
        try:
            # Standard output is for what is compiled; what a definition prints is for people.
            with redirect_stdout(sys.stderr):
                return run(), findings
        except FindingsError as error:
            findings.extend(stopping(finding) for finding in error.findings)
        except SyntaxError as error:
            findings.append(syntax_fault(error, definition))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a definition is the user's code and may raise anything
            findings.append(fault(error, definition))
    return None, findings


def _run(definition: Definition) -> ModuleType:
    _look_in(str(definition.root))
    parts = definition.module.split(".")
    _set_others_aside(parts[0], definition.root)
    if all(part.isidentifier() for part in parts) and _is_found(definition):
        return importlib.import_module(definition.module)
    return _run_alone(definition)


_looked_in: set[str] = set()
"""Folders of projects that were put on Python's path here."""


def _look_in(root: str) -> None:
    """Let Python find a project's modules, before all others and without those of other projects: a folder without
    `__init__.py` would give way to a file of its name in any of them.
    """
    if sys.path[:1] == [root]:
        return
    left = _looked_in - {root}
    if root not in sys.path:
        _looked_in.add(root)
    sys.path[:] = [root, *(entry for entry in sys.path if entry != root and entry not in left)]


def _is_found(definition: Definition) -> bool:
    """Whether Python finds this very file under its dotted name, and not another of the same name elsewhere."""
    try:
        spec = importlib.util.find_spec(definition.module)
    except ModuleNotFoundError:
        return False
    return spec is not None and spec.origin is not None and Path(spec.origin).resolve() == definition.file


def _run_alone(definition: Definition) -> ModuleType:
    """A file that has no dotted name, or whose name Python reads as another file's."""
    name = re.sub(r"\W", "_", f"definition_{definition.module}")
    spec = importlib.util.spec_from_file_location(name, definition.file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # What the file defines may look its module up, as dataclasses do.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


_set_aside: dict[Path, tuple[str, ModuleType]] = {}


def _set_others_aside(top: str, root: Path) -> None:
    """Another project's modules of the same name would be taken instead of this one's. This one's come back as they
    were, so that a class of theirs stays one class.
    """
    # A copy is made at once; a list is not, and collecting garbage in between may import something.
    for name, module in sys.modules.copy().items():
        if name.partition(".")[0] not in (top, "lambdas"):
            continue
        origin = getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", ())), None)
        if origin is not None and not Path(origin).resolve().is_relative_to(root):
            _set_aside[Path(origin).resolve()] = (name, sys.modules.pop(name))
    for origin, (name, module) in list(_set_aside.items()):
        if origin.is_relative_to(root):
            sys.modules.setdefault(name, module)
            del _set_aside[origin]


def _only_workflow(module: ModuleType, definition: Definition, findings: list[Finding]) -> Workflow[Any] | None:
    workflows = list({id(value): value for value in vars(module).values() if isinstance(value, Workflow)}.values())
    if len(workflows) == 1:
        return workflows[0]
    place = Place(str(definition.file), 1, 1)
    if not workflows:
        problem, instead = "the file defines no workflow", 'write workflow = Workflow("Name", input=...)'
    else:
        names = ", ".join(str(workflow.name) for workflow in workflows)
        problem, instead = f"the file defines {len(workflows)} workflows: {names}", "give each a file of its own"
    findings.append(Finding("WF802", Severity.ERROR, problem, instead, place))
    return None


def _only_options(module: ModuleType, definition: Definition, findings: list[Finding]) -> StackOptions:
    found = list({id(value): value for value in vars(module).values() if isinstance(value, StackOptions)}.values())
    if len(found) > 1:
        problem, instead = f"the file defines {len(found)} StackOptions", "keep one: they are for the whole stack"
        findings.append(Finding("WF802", Severity.ERROR, problem, instead, Place(str(definition.file), 1, 1)))
    return found[0] if found else PLAIN

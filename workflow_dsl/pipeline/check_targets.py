"""Check definitions, files of Amazon States Language and templates: targets -> findings that are left, sorted."""

import ast
import linecache
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workflow_dsl import asl
from workflow_dsl.checks import Settings, check_definition, check_program, suppress
from workflow_dsl.checks.handlers.handler_not_found import HandlerNotFound
from workflow_dsl.checks.template_engine import check_template
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.packaging import read_source
from workflow_dsl.pipeline.checking import project_settings
from workflow_dsl.pipeline.compile import CompiledProgram, assemble, compile_program
from workflow_dsl.project import Definition, TargetError, find_definitions, find_named, find_root
from workflow_dsl.source import Document, Place
from workflow_dsl.stack import write_template

_SUFFIXES = (".json", ".yaml", ".yml", ".asl", ".template")
# What others have put there, and what has been put there by machines.
_NOT_OURS = frozenset({"node_modules", "__pycache__", "site-packages", "build", "dist", "cdk.out"})


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings that are left, and the definitions and files that were looked at."""

    findings: tuple[Finding, ...]
    files: tuple[Path, ...]

    @property
    def has_errors(self) -> bool:
        """Whether one of them refuses the workflow."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def check_targets(targets: Sequence[str], current: Path, settings: Settings | None = None) -> Checked:
    """Check names of definitions, Python files, files of Amazon States Language, templates, and folders of these.

    Without a target, all definitions of the project. Raises TargetError for what is none of these or cannot be read.
    """
    definitions, files = _found(targets, current)
    chosen = settings or Settings()
    findings: list[Finding] = []
    for definition in definitions:
        findings += _check_definition(definition, chosen)
    for file in files:
        findings += _check_file(file, chosen)
    looked_at = (*(definition.file for definition in definitions), *files)
    return Checked(tuple(sorted(set(findings))), looked_at)


def _found(targets: Sequence[str], current: Path) -> tuple[list[Definition], list[Path]]:
    if not targets:
        return find_definitions([], current), []
    definitions: list[Definition] = []
    files: list[Path] = []
    for target in targets:
        path = current / target
        named = find_named(target, current)
        if path.is_file() and path.suffix in _SUFFIXES:
            files.append(path.resolve())
        elif path.is_dir() and (named is None or path.resolve() == named.file.parent):
            found = (list(_definitions_below(path.resolve())), list(_files_below(path.resolve())))
            if not any(found):
                raise TargetError(
                    f"{target} holds no definition, no state machine and no template; name another folder"
                )
            definitions += found[0]
            files += found[1]
        else:
            definitions += find_definitions([target], current)
    return list({each.file: each for each in definitions}.values()), list(dict.fromkeys(files))


def _definitions_below(folder: Path) -> Iterator[Definition]:
    """The Python files in a folder that define a workflow; whatever else is Python there is no definition."""
    for path in _below(folder, (".py",)):
        try:
            with tokenize.open(path) as source:
                is_definition = _defines_workflow(source.read())
        except (OSError, SyntaxError, UnicodeDecodeError):
            continue
        if is_definition:
            yield from find_definitions([str(path)], folder)


def _defines_workflow(text: str) -> bool:
    if "Workflow(" not in text:
        return False
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return "workflow_dsl" in text  # A definition that is no Python is a finding, not a file to be passed over.
    values = (node.value for node in body if isinstance(node, ast.Assign | ast.AnnAssign))
    called = (value.func for value in values if isinstance(value, ast.Call))
    return any(isinstance(function, ast.Name) and function.id == "Workflow" for function in called)


def _below(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix in suffixes and not any(part.startswith(".") or part in _NOT_OURS for part in parts):
            yield path


def _files_below(folder: Path) -> Iterator[Path]:
    """Definitions and templates in a folder; other JSON and YAML is nobody's business here."""
    for path in _below(folder, _SUFFIXES):
        try:
            kind = _kind(_document(path).value)
        except (TargetError, FindingsError):
            continue
        if kind is not None:
            yield path


def _check_definition(definition: Definition, settings: Settings) -> list[Finding]:
    files = [str(definition.file)]
    try:
        compiled = compile_program(definition)
        files += [site.file for site in compiled.program.sources.values()]
        findings = _program_findings(compiled, definition.root)
    except FindingsError as error:
        findings = list(error.findings)
    placed = [_in_root(finding, definition.root) for finding in findings]
    chosen = project_settings(definition.root, settings)
    return suppress(placed, linecache.getlines, chosen, root=str(definition.root), files=dict.fromkeys(files))


def _program_findings(compiled: CompiledProgram, root: Path) -> list[Finding]:
    """What the rules say, and what keeps the template from being built; a missing handler is told once."""
    found = check_program(compiled.program, read_source(root), compiled.options.adjustments)
    try:
        write_template(assemble(compiled.program, root, compiled.options))
    except FindingsError as error:
        told = {finding.place for finding in error.findings}
        rest = [finding for finding in found if finding.code != HandlerNotFound.code or finding.place not in told]
        return [*error.findings, *rest]
    return found


def _in_root(finding: Finding, root: Path) -> Finding:
    """Places in handlers are named as the reader of sources names them: below the root."""
    place = finding.place
    if place is None or Path(place.file).is_absolute() or not (root / place.file).is_file():
        return finding
    return replace(finding, place=Place(str(root / place.file), place.line, place.column))


def _check_file(file: Path, settings: Settings) -> list[Finding]:
    text = _text(file)
    root = find_root(file)
    try:
        document = asl.read_document(text, file=str(file))
    except FindingsError as error:
        return list(error.findings)
    kind = _kind(document.value)
    if kind is None:
        raise TargetError(f"{file.name} is neither a state machine (States) nor a template (Resources)")
    findings = check_template(document) if kind == "template" else check_definition(text, file=str(file))
    return suppress(findings, linecache.getlines, project_settings(root, settings), root=str(root), files=[str(file)])


def _kind(value: Any) -> str | None:
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("Resources"), Mapping):
        return "template"
    return "definition" if "States" in value or "StartAt" in value else None


def _document(file: Path) -> Document:
    return asl.read_document(_text(file), file=str(file))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise TargetError(f"{file.name} cannot be read: {error.strerror}; name another file") from error
    except UnicodeDecodeError as error:
        raise TargetError(f"{file.name} is not UTF-8; save it as UTF-8") from error

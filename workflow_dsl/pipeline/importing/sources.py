"""Which state machines a call means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workflow_dsl.asl import read_document
from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.pipeline.importing.found import Found, fault
from workflow_dsl.pipeline.importing.templates import Template, is_template, machine_of
from workflow_dsl.project import TargetError
from workflow_dsl.source import Document, Place

_ENDINGS = (".json", ".yaml", ".yml", ".asl", ".template")


@dataclass(slots=True)
class Sources:
    """What was found, what is wrong with the rest, and the files of folders that hold no state machine."""

    found: list[Found] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)


def find_sources(paths: Sequence[Path]) -> Sources:
    """Every state machine of these files and folders. Raises TargetError for a path that is not there."""
    sources = Sources()
    for path in paths:
        if path.is_dir():
            for file in _files_below(path):
                _take(file, sources, is_named=False)
        elif path.is_file():
            _take(path, sources, is_named=True)
        else:
            raise TargetError(f"{path}: there is no such file or folder")
    # A definition that a template links is imported with what the template knows of its substitutions.
    linked = {found.linked.resolve() for found in sources.found if found.linked is not None}
    named = {path.resolve() for path in paths}
    sources.found = [
        found
        for found in sources.found
        if found.whole is not None or Path(found.origin).resolve() not in linked - named
    ]
    if paths and not sources.found and not sources.findings:
        raise TargetError(
            f"{paths[0]}: no state machine in it; give Amazon States Language, or a template that has one"
        )
    return sources


def _files_below(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _take(path: Path, sources: Sources, *, is_named: bool) -> None:
    """Read one file. In a folder, a file that is something else is passed by; one that was named has to be right."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        if not is_named and isinstance(error, UnicodeDecodeError) and ".asl" not in path.name.lower():
            sources.skipped.append(path)
            return
        raise TargetError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from error
    try:
        document = read_document(text, file=str(path))
    except FindingsError as error:
        if is_named or ".asl" in path.name.lower() or '"StartAt"' in text:
            sources.findings.extend(error.findings)
        else:
            sources.skipped.append(path)
        return
    machines = list(_machines(path, text, document, sources.findings))
    if machines:
        sources.found.extend(machines)
    elif is_named and not _has_machines(document):
        problem = "the file holds no state machine"
        place = Place(str(path), 1, 1)
        instead = "give Amazon States Language with StartAt and States, or a template with a state machine"
        sources.findings.append(fault("WF805", problem, instead, place))
    elif not _has_machines(document):
        sources.skipped.append(path)


def _machines(path: Path, text: str, document: Document, findings: list[Finding]) -> Iterator[Found]:
    if is_template(document.value):
        template = Template(path, text, document)
        for logical_id in template.machines():
            try:
                yield machine_of(template, logical_id)
            except FindingsError as error:
                findings.extend(error.findings)
    elif isinstance(document.value, dict) and ("StartAt" in document.value or "States" in document.value):
        yield Found(_stem(path), str(path), document)


def _has_machines(document: Document) -> bool:
    if not is_template(document.value):
        return False
    return any(True for _ in Template(Path(), "", document).machines())


def _stem(path: Path) -> str:
    stem = path.stem
    return stem[:-4] if stem.lower().endswith(".asl") else stem

"""`compile`: definitions to Amazon States Language and CloudFormation."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workflow_dsl import pipeline
from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.pipeline.compile import (
    ASL_FILE,
    PAGE_FILE,
    STACKS_FOLDER,
    TEMPLATE_FILE,
    CompiledMachine,
    compile_machine,
    compile_template,
)
from workflow_dsl.project import Definition, TargetError, find_definitions, stale_files, write_files
from workflow_dsl.source import Place


def add_parser(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "compile",
        help=COMMANDS["compile"],
        description="Compile definitions: infra/<name>/ gets the state machine, the template and a page about both. "
        "Nothing is written unless everything compiles.",
    )
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help="a name in definitions/, a file or a folder (default: all)"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when committed output is stale")
    parser.add_argument("--to", choices=("asl", "template"), help="only the state machine, or only the template")
    parser.add_argument(
        "--output", metavar="PATH", help="where to write: a folder, a file with --to, or - for standard output"
    )


def run(arguments: argparse.Namespace) -> int:
    """Compile, then write, compare or print."""
    _refuse_mixtures(arguments)
    current = Path.cwd()
    definitions = find_definitions(arguments.targets, current)
    if arguments.output == "-" and len(definitions) > 1:
        named = ", ".join(definition.name for definition in definitions)
        raise TargetError(
            f"--output - prints one text, and there are {len(definitions)} definitions; name one: {named}"
        )
    texts = _compile_all(definitions, arguments)
    if arguments.output == "-":
        sys.stdout.write("".join(texts.values()))
        return ExitCode.OK
    if arguments.check:
        return _check(texts, [] if arguments.targets else _leftovers(definitions, arguments), arguments)
    changed = write_files(texts)
    for path in texts:
        print(f"{'wrote' if path in changed else 'same '} {_shown(path, current)}", file=sys.stderr)
    return ExitCode.OK


def _refuse_mixtures(arguments: argparse.Namespace) -> None:
    if arguments.output == "-" and arguments.to is None:
        raise TargetError("--output - prints one text; say which with --to asl or --to template")
    if arguments.output == "-" and arguments.check:
        raise TargetError("--check compares files, and --output - names none; leave one of them out")


def _compile_all(definitions: list[Definition], arguments: argparse.Namespace) -> Mapping[Path, str]:
    """Every text by the path it belongs to; all findings of all definitions at once."""
    findings: list[Finding] = []
    texts: dict[Path, str] = {}
    for definition in definitions:
        try:
            machine = compile_machine(definition, handlers=arguments.check)
            for advice in machine.advice:
                print(advice.render(), file=sys.stderr)
            for path, text in _texts(machine, arguments, several=len(definitions) > 1).items():
                if path in texts:
                    findings.append(_same_place(definition, path))
                texts[path] = text
        except FindingsError as error:
            findings.extend(error.findings)
    if findings:
        raise FindingsError(*findings)
    return texts


def _texts(machine: CompiledMachine, arguments: argparse.Namespace, *, several: bool) -> Mapping[Path, str]:
    definition = machine.definition
    folder = definition.root / STACKS_FOLDER / definition.name
    if arguments.to is None:
        folder = Path(arguments.output) / definition.name if arguments.output else folder
        return pipeline.compile_stack(machine).files(folder)
    text = machine.asl if arguments.to == "asl" else compile_template(machine)
    suffix = ".asl.json" if arguments.to == "asl" else ".yaml"
    if arguments.output is None:
        return {folder / (ASL_FILE if arguments.to == "asl" else TEMPLATE_FILE): text}
    output = Path(arguments.output)
    is_folder = several or output.is_dir() or not output.suffix
    return {output / f"{definition.name}{suffix}" if is_folder else output: text}


def _leftovers(definitions: list[Definition], arguments: argparse.Namespace) -> list[Path]:
    output = Path(arguments.output) if arguments.output else definitions[0].root / STACKS_FOLDER
    return pipeline.find_leftovers(output, definitions)


def _check(texts: Mapping[Path, str], leftovers: list[Path], arguments: argparse.Namespace) -> int:
    renew = " ".join(["python -m workflow_dsl compile", *arguments.targets, *_renewing(arguments)])
    found = [_stale(path, "the file is stale", f"renew it with: {renew}") for path in stale_files(texts)]
    found += [
        _stale(folder / PAGE_FILE, f"no definition is named {folder.name} any more", f"delete {folder.name}/")
        for folder in leftovers
    ]
    if found:
        raise FindingsError(*found)
    return ExitCode.OK


def _stale(path: Path, problem: str, instead: str) -> Finding:
    return Finding("WF803", Severity.ERROR, problem, instead, Place(str(path), 1, 1))


def _renewing(arguments: argparse.Namespace) -> list[str]:
    given = [("--to", arguments.to), ("--output", arguments.output)]
    return [word for option, value in given if value for word in (option, value)]


def _same_place(definition: Definition, path: Path) -> Finding:
    problem = f'another definition is named "{definition.name}" too, and both would write {path.name} to {path.parent}'
    return Finding(
        "WF804", Severity.ERROR, problem, "rename the folder or the file of one", Place(str(definition.file), 1, 1)
    )


def _shown(path: Path, current: Path) -> str:
    return str(path.relative_to(current)) if path.is_relative_to(current) else str(path)

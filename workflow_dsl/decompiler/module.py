"""A whole module: what is imported, declared, and said of it."""

from dataclasses import dataclass

from workflow_dsl import asl
from workflow_dsl.decompiler.author import Author
from workflow_dsl.decompiler.literals import string
from workflow_dsl.decompiler.printer import Argument, Atom, Call, Members, Node, statement
from workflow_dsl.decompiler.retries import Guards
from workflow_dsl.decompiler.values import Values


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a definition, and what could not be made nicer in it."""

    text: str
    notes: tuple[str, ...] = ()


def module_text(
    machine: asl.StateMachine, name: str, origin: str, author: Author, guards: Guards, steps: list[str]
) -> str:
    """The text of the module; `steps` are the statements that declare its steps."""
    workflow = statement("workflow = ", _workflow(machine, name, author))
    constants = [statement(f"{constant} = ", node) for constant, node in guards.constants]
    lifted = [[statement(f"{variable} = ", node)] for variable, node in author.lifted]
    head = [_docstring(name, origin), _imports(author), _parameters(author), constants, *lifted]
    sections = [*head, [workflow], steps]
    return "\n\n".join("\n".join(section) for section in sections if section) + "\n"


def _docstring(name: str, origin: str) -> list[str]:
    plain = "".join(character for character in name if character.isprintable() and character not in '\\"')
    source = "".join(character for character in origin if character.isprintable() and character not in '\\"')
    told = f"The workflow {plain.strip()}" + (f", imported from {source.strip()}" if source.strip() else "")
    return [f'"""{told}."""']


def _imports(author: Author) -> list[str]:
    lines: list[str] = []
    if author.has("json"):
        lines.append("import json")
    standard = [name for name in ("datetime", "timedelta") if author.has(name)]
    if standard:
        lines.append(f"from datetime import {', '.join(standard)}")
    if author.has("Any"):
        lines.append("from typing import Any")
    names = author.imported()
    line = f"from workflow_dsl import {', '.join(names)}"
    if len(line) > 120:
        line = "from workflow_dsl import (\n" + "".join(f"    {name},\n" for name in names) + ")"
    return [*lines, "", line] if lines else [line]


def _parameters(author: Author) -> list[str]:
    lines: list[str] = []
    for key, known in author.parameters.known.items():
        arguments: list[Node] = [Atom(string(known.parameter))]
        told = known.placeholder
        if told.description:
            arguments.append(Argument("description=", Atom(string(told.description))))
        if told.default is not None:
            arguments.append(Argument("default=", Atom(string(told.default))))
        if key != known.parameter:
            arguments.append(Argument("placeholder=", Atom(string(key))))
        lines.append(statement(f"{known.variable} = ", Call("Parameter", arguments)))
    return lines


def _workflow(machine: asl.StateMachine, name: str, author: Author) -> Node:
    values = Values(author, "JSONPath")
    arguments: list[Node] = [Atom(string(name)), Argument("exact=", Atom("True"))]
    if machine.given("QueryLanguage"):
        arguments.append(Argument("language=", Atom(string(machine.QueryLanguage))))
    if machine.given("Version"):
        arguments.append(Argument("version=", Atom(string(machine.Version))))
    if machine.TimeoutSeconds is not None:
        arguments.append(Argument("timeout=", values.seconds(machine.TimeoutSeconds)))
    if machine.Comment is not None:
        arguments.append(Argument("comment=", Atom(string(machine.Comment))))
    within = [known.variable for known in author.parameters.known.values() if not known.is_value]
    if within:
        arguments.append(Argument("includes=", Members("[]", [Atom(variable) for variable in within])))
    return Call(author.use("Workflow"), arguments)

"""`explain`: why the generated stack is as it is."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.permissions import Statement
from workflow_dsl.pipeline.compile import compile_machine
from workflow_dsl.pipeline.explain import ExplainedRole, explain_roles
from workflow_dsl.project import TargetError, find_definitions

_EXAMPLES = """examples:
  workflow-dsl explain iam payments                        # every role, and why it may do what it may
  workflow-dsl explain iam payments --role ProcessPayment  # one of them
  workflow-dsl explain iam payments --format json          # for other tools
"""


def add_parser(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "explain",
        help=COMMANDS["explain"],
        description="Say why the generated stack is as it is.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("subject", choices=("iam",), help="iam: each statement of each role, and what needs it")
    parser.add_argument("target", metavar="TARGET", help="a name in definitions/, or a file")
    parser.add_argument("--role", metavar="NAME", help="only this one: the state machine's or a function's name")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """Explain; 0, 1 when the definition has findings, 2 when there is no such workflow or role."""
    current = Path.cwd()
    definitions = find_definitions([arguments.target], current)
    machines = [compile_machine(definition) for definition in definitions]
    roles = [role for machine in machines for role in explain_roles(machine.program, machine.options.adjustments)]
    if arguments.role is not None:
        roles = _named(roles, arguments.role)
    if arguments.format == "json":
        json.dump([_as_json(role, current) for role in roles], sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print("\n\n".join("\n".join(_lines(role, current)) for role in roles))
    return ExitCode.OK


def _named(roles: list[ExplainedRole], name: str) -> list[ExplainedRole]:
    found = [role for role in roles if name in (role.owner, role.logical_id)]
    if not found:
        raise TargetError(f'no role is named "{name}"; there are {", ".join(role.owner for role in roles)}')
    return found


def _lines(role: ExplainedRole, current: Path) -> Iterator[str]:
    called = f", called by {', '.join(role.used_by)}" if role.used_by else ""
    yield f"{role.owner}: {role.kind}, role {role.logical_id}{called}"
    for statement in role.statements:
        where = "".join(f"  {place}" for place in _places(statement, current))
        yield f"  {', '.join(statement.actions)} on {', '.join(_resources(statement))}{_limit(statement)}"
        yield f"      {statement.reason}{where}"


def _limit(statement: Statement) -> str:
    if statement.passed_to:
        return f", to {statement.passed_to} alone"
    return ", not by the function's own code" if statement.not_by_code else ""


def _resources(statement: Statement) -> list[str]:
    """Resources by their logical ids in the template, others by their ARN."""
    return [f"{target.logical_id}{target.below}" for target in statement.resources]


def _places(statement: Statement, current: Path) -> list[str]:
    return [str(place.relative_to(str(current))) for place in statement.places]


def _as_json(role: ExplainedRole, current: Path) -> dict[str, Any]:
    statements = [
        {
            "actions": list(statement.actions),
            "resources": _resources(statement),
            "reason": statement.reason,
            "places": _places(statement, current),
            **({"passedTo": statement.passed_to} if statement.passed_to else {}),
            **({"notByCode": True} if statement.not_by_code else {}),
        }
        for statement in role.statements
    ]
    return {
        "role": role.logical_id,
        "owner": role.owner,
        "kind": role.kind,
        "usedBy": list(role.used_by),
        "statements": statements,
    }

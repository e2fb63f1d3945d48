"""`rules`: what each code means, why, with an example of right and of wrong."""

import argparse
from collections.abc import Mapping
from typing import Any

from workflow_dsl.checks.catalogue import Entry, catalogue
from workflow_dsl.checks.rule_page import rule_page, rules_list
from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.diagnostics import suggest
from workflow_dsl.project import TargetError


def add_parser(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "rules",
        help=COMMANDS["rules"],
        description="List the codes of all findings, or explain one: why it matters, what is right and what is wrong.",
    )
    parser.add_argument(
        "codes", nargs="*", metavar="CODE", help="as WF302, or the beginning of some, as WF3 (default: list all)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the list, or the pages of some codes; the beginning of codes stands for a list of those."""
    known = catalogue()
    if not arguments.codes:
        print(rules_list(known.values()), end="")
        return ExitCode.OK
    print("\n".join([_page(code.upper(), known) for code in arguments.codes]), end="")
    return ExitCode.OK


def _page(code: str, known: Mapping[str, Entry]) -> str:
    if code in known:
        return rule_page(known[code])
    family = [entry for name, entry in known.items() if code.startswith("WF") and name.startswith(code)]
    if family:
        return rules_list(family)
    near = suggest(code, known)
    hint = f"did you mean {near}?" if near else "list them all with: python -m workflow_dsl rules"
    raise TargetError(f'there is no code "{code}"; {hint}')

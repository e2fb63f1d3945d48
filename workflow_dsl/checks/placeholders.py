"""What `${...}` stands for in the texts of a compiled workflow, before there is a template to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from workflow_dsl.checks.places import place_in_definition
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Finding, Severity, suggest
from workflow_dsl.program import Program

PLACEHOLDER: Final = re.compile(r"\$\{([A-Za-z0-9_]+)\}")


def check_placeholders(program: Program, subject: Subject) -> Iterator[Finding]:
    """WF727 at each text with a placeholder that the stack replaces with nothing: it stays in the text as it is.

    A warning here, since a text may well have such signs of its own, as the command of a shell.
    """
    for _, texts in subject.texts:
        for text in texts:
            for name in PLACEHOLDER.findall(text.value) if "${" in text.value else ():
                if name not in program.substitutions:
                    near = suggest(name, program.substitutions)
                    included = f'if it means a Parameter, write includes=[Parameter("{name}")] of the workflow'
                    instead = f"did you mean ${{{near}}}?" if near else included
                    place = place_in_definition(text.path, program)
                    yield Finding("WF727", Severity.WARNING, f"nothing replaces ${{{name}}}", instead, place)

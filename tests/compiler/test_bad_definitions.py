"""Every mistake is found, at its place, with what to write instead, and nothing else is said."""

from pathlib import Path

import pytest

from tests.compiler.bad_definitions import BAD, PRELUDE
from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.pipeline.compile import compile_machine
from workflow_dsl.project import Definition

FIRST_LINE = PRELUDE.count("\n") + 1


def findings_of(case: str, folder: Path) -> tuple[Finding, ...]:
    """What the author of this definition is told."""
    file = folder / "shop.py"
    file.write_text(PRELUDE + case, encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        compile_machine(Definition("shop", file, folder))
    return caught.value.findings


@pytest.mark.parametrize(("case", "expected"), BAD.values(), ids=BAD)
def test_a_bad_definition_is_answered_with_exactly_these_messages(
    case: str, expected: list[str], tmp_path: Path
) -> None:
    told = []
    for finding in findings_of(case, tmp_path):
        assert finding.place is not None
        line = finding.place.line - FIRST_LINE
        told.append(f"{line}:{finding.place.column}: {finding.code} {finding.message}; {finding.instead}")

    assert told == expected


def test_every_message_says_what_to_write_instead() -> None:
    for name, (_, expected) in BAD.items():
        assert expected, name
        for message in expected:
            problem, _, instead = message.partition("; ")
            assert problem, name
            assert len(instead) > 5, name


def test_there_are_at_least_forty_bad_definitions() -> None:
    assert len(BAD) >= 40

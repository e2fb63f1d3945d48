"""A finding speaks the language of the file it points at: arguments in Python, fields in Amazon States Language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl import asl
from workflow_dsl.asl.model import AslObject
from workflow_dsl.checks.engine import check_subject
from workflow_dsl.checks.groups.foreign_rules import RULES as FOREIGN
from workflow_dsl.checks.groups.handler_rules import RULES as HANDLERS
from workflow_dsl.checks.registry import EVERY_RULE
from workflow_dsl.checks.rule import Hit, Rule, Sample
from workflow_dsl.checks.subject import Subject
from workflow_dsl.pipeline.check_targets import check_targets

OF_PYTHON = re.compile(r"\berrors\.[A-Z]|\bjson(ata|path)\(|\b(Retry|Catch|timedelta)\(|\b[a-z_]+=(?!=)")
SIGNS = re.compile(r"\.\$|\{%")


def _field_names(kind: type[AslObject]) -> Iterator[str]:
    yield from kind.model_fields
    for each in kind.__subclasses__():
        yield from _field_names(each)


FIELDS = {name for name in _field_names(AslObject) if name[:1].isupper()}
COMPOUND = {name for name in FIELDS if re.search(r"[a-z][A-Z]", name)}
OF_THE_LANGUAGE = re.compile(rf'"({"|".join(sorted(FIELDS))})"|\b({"|".join(sorted(COMPOUND))})\b')


def _examples(*, in_python: bool) -> list[Any]:
    """The wrong examples of rules that look at such files: the compiler leaves nothing to some of them."""
    left_out = FOREIGN if in_python else HANDLERS
    return [
        pytest.param(rule, sample, id=f"{rule.code}-{number}")
        for rule in EVERY_RULE
        if isinstance(rule, Rule) and rule not in left_out
        for number, sample in enumerate(rule.invalid)
    ]


def _texts(rule: Rule, sample: Sample, *, compiled: bool) -> list[tuple[str, str]]:
    read = sample.sources.__getitem__ if sample.sources else None
    machine = asl.from_json(dict(sample.machine))
    subject = Subject(machine, sample.name, sample.express, sample.input, sample.functions, read, compiled=compiled)
    hits: list[Hit] = [hit for found, hit in check_subject(subject) if found.code == rule.code]
    assert hits
    return [(hit.message, hit.instead) for hit in hits]


@pytest.mark.parametrize(("rule", "sample"), _examples(in_python=True))
def test_a_finding_in_python_names_no_field_of_the_language(rule: Rule, sample: Sample) -> None:
    own = {f'"{name}"' for name in sample.machine["States"]}
    for problem, instead in _texts(rule, sample, compiled=True):
        text = f"{problem}; {instead}"
        assert not {match[0] for match in OF_THE_LANGUAGE.finditer(text)} - own, text
        # A problem may show what the author wrote; nobody is told to write it so.
        assert not SIGNS.search(instead), instead


@pytest.mark.parametrize(("rule", "sample"), _examples(in_python=False))
def test_a_finding_in_a_definition_names_no_argument_of_python(rule: Rule, sample: Sample) -> None:
    for text in _texts(rule, sample, compiled=False):
        assert not OF_PYTHON.search("; ".join(text)), text


DEFINITION = """
from workflow_dsl import AwsTask, Choice, Fail, Pass, When, Workflow, jsonata
from workflow_dsl import errors, Catch, Retry

workflow = Workflow("Shop", exact=False)
ask = AwsTask(
    "Ask",
    service="s3",
    action="GetObjct",
    arguments={},
    retry=[Retry(errors.ALL)],
    catch=[Catch("Missing", to="No")],
)
total = Pass(
    "Total",
    value=jsonata("$sum(lines.price)"),
)
workflow.steps = [ask, total, Choice("Paid", when=[When(jsonata("$states.input.paid"), to="No")], otherwise="No")]
workflow.route(Fail("No"))
"""


def test_a_definition_in_python_is_told_what_to_write_in_python(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "shop.py").write_text(DEFINITION)

    found = [finding.render(str(tmp_path)) for finding in check_targets(["shop.py"], tmp_path).findings]

    assert found == [
        'shop.py:6:7: WF306 warning: "Ask" has no time-out; add timeout=timedelta(seconds=...)',
        'shop.py:9:5: WF401 error: "Ask": s3 has no action GetObjct; did you mean GetObject?',
        'shop.py:12:18: WF304 warning: "Ask" has a route for Missing, but first tries again 3 times, as retrier 1 '
        'takes States.ALL; put Retry("Missing", max_attempts=0) before it',
        'shop.py:16:5: WF215 error: "Total": lines stands for nothing in "$sum(lines.price)"; write $lines '
        "and give its value: jsonata(..., lines=...)",
    ]

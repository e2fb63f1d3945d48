"""Tests made of the rules' own files: every example says what its rule does, and the catalogue is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checks.renew_integrations import OWN, UNKNOWN, calls
from tests.checks.renew_rules import PAGE
from workflow_dsl import asl
from workflow_dsl.asl.resource import action_names, service_names
from workflow_dsl.checks.catalogue import FAMILIES, catalogue
from workflow_dsl.checks.engine import check_subject
from workflow_dsl.checks.registry import EVERY_RULE, RULES, TEMPLATE_RULES
from workflow_dsl.checks.rule import AnyRule, Hit, Rule, Sample, TemplateRule, TemplateSample
from workflow_dsl.checks.rule_page import rule_page, rules_document
from workflow_dsl.checks.subject import Subject
from workflow_dsl.checks.template import TemplateSubject

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "workflow_dsl"


def _examples(kind: str) -> list[Any]:
    return [
        pytest.param(rule, sample, id=f"{rule.code}-{number}")
        for rule in EVERY_RULE
        if isinstance(rule, Rule | TemplateRule)
        for number, sample in enumerate(getattr(rule, kind))
    ]


def _found(sample: Sample | TemplateSample) -> Iterator[tuple[AnyRule, Hit]]:
    if isinstance(sample, TemplateSample):
        template = TemplateSubject({"Resources": sample.resources, **sample.sections})
        for rule in TEMPLATE_RULES:
            for hit in rule.check(template):
                yield rule, hit
        return
    machine = asl.from_json(dict(sample.machine))
    read = sample.sources.__getitem__ if sample.sources else None
    yield from check_subject(
        Subject(machine, sample.name, sample.express, sample.input, functions=sample.functions, read=read)
    )


@pytest.mark.parametrize(("rule", "sample"), _examples("valid"))
def test_nothing_is_found_in_an_example_of_right(rule: AnyRule, sample: Sample | TemplateSample) -> None:
    assert [(found.code, hit.message) for found, hit in _found(sample)] == []


@pytest.mark.parametrize(("rule", "sample"), _examples("invalid"))
def test_an_example_of_wrong_is_found_by_its_rule_and_by_no_other(
    rule: AnyRule, sample: Sample | TemplateSample
) -> None:
    codes = {found.code for found, _ in _found(sample)}

    assert rule.code in codes
    assert codes <= {rule.code, *rule.beside}


@pytest.mark.parametrize(("rule", "sample"), _examples("invalid"))
def test_a_finding_says_the_problem_and_what_to_write_instead(rule: AnyRule, sample: Sample | TemplateSample) -> None:
    for _, hit in _found(sample):
        assert hit.message
        assert not hit.message.endswith((".", ";"))
        assert hit.instead


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.code)
def test_a_rule_explains_itself(rule: AnyRule) -> None:
    assert re.fullmatch(r"WF[1-7]\d\d", rule.code)
    assert rule.title().endswith(".")
    assert len(rule.why) > 40
    assert rule.source.startswith("https://")
    assert isinstance(rule, Rule | TemplateRule)
    assert rule.valid
    assert rule.invalid


def test_no_two_rules_have_the_same_code() -> None:
    codes = [rule.code for rule in EVERY_RULE]

    assert len(codes) == len(set(codes))


def test_rules_are_in_the_order_of_their_codes() -> None:
    for rules in (RULES, TEMPLATE_RULES):
        codes = [rule.code for rule in rules]
        assert codes == sorted(codes)


def test_a_rule_stands_in_a_file_of_its_own_that_is_named_like_the_fault() -> None:
    for rule in EVERY_RULE:
        name = type(rule).__module__.rpartition(".")[2]
        assert "".join(part.capitalize() for part in name.split("_")).lower() == type(rule).__name__.lower()


def test_every_file_of_a_rule_is_registered() -> None:
    files = {path for path in (PACKAGE / "checks").glob("*/*.py") if re.search(r"^    code = ", path.read_text(), re.M)}
    registered = {PACKAGE.parent / f"{type(rule).__module__.replace('.', '/')}.py" for rule in EVERY_RULE}

    assert files == registered


def test_every_code_in_the_package_is_explained() -> None:
    written = {code for path in PACKAGE.rglob("*.py") for code in re.findall(r"\bWF\d{3}\b", path.read_text("utf-8"))}

    assert written <= catalogue().keys()


def test_a_code_belongs_to_a_family() -> None:
    assert {entry.family for entry in catalogue().values()} == set(FAMILIES.values())


def test_the_page_of_rules_is_what_the_rules_say() -> None:
    renew = "python -m tests.checks.renew_rules"

    assert PAGE.read_text("utf-8") == rules_document(catalogue().values()), f"renew it: {renew}"


def test_the_page_of_a_rule_shows_right_and_wrong() -> None:
    page = rule_page(catalogue()["WF301"])

    assert page.startswith("WF301 error: A catcher that can never match.")
    assert page.index("Right:") < page.index("Wrong:")
    assert "# wf: ignore[WF301] why" in page


def test_arguments_of_every_optimized_integration_are_known_or_known_to_be_unknown() -> None:
    known = {*calls(), *UNKNOWN, *OWN}
    missing = {f"{name}:{action}" for name in service_names() for action in action_names(name)} - known

    assert {name.partition(":")[0] for name in missing} <= {"elasticmapreduce"}

"""A template that CloudFormation would refuse for its size is refused while it is made."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from tests.stack.long_program import calling
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.program import Program
from workflow_dsl.resources import Metric, Parameter, Secret
from workflow_dsl.stack import build_template, write_template

Code = Callable[[Program], Mapping[str, str]]


def told(program: Program, code: Mapping[str, str]) -> str:
    with pytest.raises(FindingsError) as refused:
        write_template(build_template(program, code))
    (finding,) = refused.value.findings
    return finding.render()


def test_ninety_functions_fit_into_a_stack() -> None:
    program, code = calling(90)

    assert len(build_template(program, code).resources) <= 500


def test_a_stack_of_more_than_500_resources_is_refused_with_what_there_is_most_of() -> None:
    program, code = calling(100)

    assert told(replace(program, file="definitions/long.py"), code) == (
        "definitions/long.py:1:1: WF736 error: the stack has 518 resources, five or more for each of its 100 "
        "functions, and CloudFormation takes 500; move a part of the steps into a workflow of its own, and start its "
        "state machine from a step"
    )


def test_a_stack_of_more_than_200_parameters_is_refused(program: Program, code: Code) -> None:
    many = tuple(Parameter(f"Url{at}") for at in range(200))
    crowded = replace(program, resources=(*program.resources, *many))

    assert told(crowded, code(program)) == (
        "definitions/orders.py:1:1: WF736 error: the stack has 203 parameters, and CloudFormation takes 200; "
        "write values that are the same in every stack as texts, not as parameters"
    )


def test_a_stack_of_more_than_200_outputs_is_refused(program: Program, code: Code) -> None:
    many = tuple(Secret(f"Key{at}") for at in range(200))
    crowded = replace(program, resources=(*program.resources, *many))

    assert "WF736 error: the stack has 206 outputs, and CloudFormation takes 200; " in told(crowded, code(program))


def test_more_alarms_than_one_over_them_can_name_are_refused(program: Program, code: Code) -> None:
    many = tuple(Metric(f"Trouble{at}", namespace="Orders", alarm_above=0) for at in range(100))
    crowded = replace(program, resources=(*program.resources, *many))

    assert told(crowded, code(program)) == (
        "definitions/orders.py:1:1: WF736 error: the stack has 112 alarms that somebody is called for, and "
        "CloudFormation takes 100; leave alarm_above out of metrics, or write alarm_when_not_empty=False for queues, "
        "that nobody is called for"
    )


def test_a_template_that_is_too_large_even_for_a_bucket_is_refused(program: Program, code: Code) -> None:
    one, *others = code(program)
    large = {one: "#" * 1_048_576, **dict.fromkeys(others, "")}

    text = told(program, large)

    assert text.startswith("definitions/orders.py:1:1: WF736 error: the template has 1,1")
    assert "CloudFormation takes 1,048,576; " in text
    assert 'or take code out of the template: packaging="zip" for the largest functions' in text


@pytest.mark.parametrize("letter", ["x", "\u00fc"])
def test_a_description_that_is_too_long_is_cut(letter: str, program: Program, code: Code) -> None:
    template = build_template(replace(program, description=f"Orders {letter * 1024}"), code(program))

    assert 1020 < len(template.description.encode()) <= 1024
    assert template.description.endswith(f"{letter}...")

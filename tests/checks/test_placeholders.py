"""A placeholder in a text that the stack replaces with nothing is told before the stack is made."""

from workflow_dsl import Parameter, Pass, Workflow
from workflow_dsl.checks import check_program
from workflow_dsl.compiler import compile_workflow


def told(text: str, *, included: bool) -> list[str]:
    """What is said of a text, in a workflow that has a bucket's name as its parameter, or does not."""
    includes = [Parameter("BucketName")] if included else []
    workflow = Workflow("W", includes=includes, steps=[Pass("A", value={"at": ["", text]})])
    found = check_program(compile_workflow(workflow))
    return [f"{finding.code} {finding.message}; {finding.instead}" for finding in found if finding.code == "WF727"]


def test_a_parameter_that_is_included_is_replaced() -> None:
    assert told("arn:aws:s3:::${BucketName}/a", included=True) == []
    assert told("costs $5 {a} ${} $${", included=True) == []


def test_a_misspelt_parameter_is_told() -> None:
    assert told("arn:aws:s3:::${BuketName}/a", included=True) == [
        "WF727 nothing replaces ${BuketName}; did you mean ${BucketName}?"
    ]


def test_a_parameter_that_nobody_includes_is_told() -> None:
    assert told("arn:aws:s3:::${BucketName}/a", included=False) == [
        'WF727 nothing replaces ${BucketName}; if it means a Parameter, write includes=[Parameter("BucketName")] of '
        "the workflow"
    ]

"""Functions whose code is a zip: a key in the template, and a bucket that the stack is told."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.stack.test_gates import lint
from workflow_dsl.program import Program
from workflow_dsl.stack import Code, Template, ZipCode, build_template, write_template

Sources = Callable[[Program], Mapping[str, str]]

ZIPPED = "LambdaFunctionChargeOrder"


def with_zip(program: Program, sources: Sources, key: str = "functions/1.zip") -> Template:
    code: dict[str, Code] = {**sources(program), ZIPPED: ZipCode(key)}
    return build_template(program, code)


def test_a_zip_is_taken_from_the_bucket_that_the_stack_is_told(program: Program, code: Sources) -> None:
    template = with_zip(program, code)

    function = template.resources[ZIPPED]["Properties"]
    assert function["Code"] == {"S3Bucket": {"Ref": "CodeBucket"}, "S3Key": "functions/1.zip"}
    assert function["Handler"] == "lambdas.orders.chargeorder.handler"
    assert template.parameters["CodeBucket"]["Type"] == "String"
    assert "Default" not in template.parameters["CodeBucket"]


def test_without_a_zip_nobody_is_asked_for_a_bucket(program: Program, code: Sources) -> None:
    assert "CodeBucket" not in build_template(program, code(program)).parameters


def test_another_zip_is_another_version_and_another_bucket_is_not(program: Program, code: Sources) -> None:
    before, after = (set(with_zip(program, code, key).resources) for key in ("functions/1.zip", "functions/2.zip"))

    assert [name[:24] for name in sorted(after - before)] == ["LambdaVersionChargeOrder"]
    (version,) = after - before
    described = with_zip(program, code, "functions/2.zip").resources[version]["Properties"]["Description"]
    assert "CodeBucket" not in described["Fn::Sub"]


def test_the_roles_are_the_same(program: Program, code: Sources) -> None:
    """Lambda reads the bucket with the rights of whoever deploys."""
    inline, zipped = build_template(program, code(program)).resources, with_zip(program, code).resources

    assert {name for name in inline if name.startswith("IAM")} == {name for name in zipped if name.startswith("IAM")}
    assert all(inline[name] == zipped[name] for name in inline if name.startswith("IAM"))


def test_cfn_lint_finds_nothing_in_a_stack_with_a_zip(program: Program, code: Sources, tmp_path: Path) -> None:
    assert lint(tmp_path, write_template(with_zip(program, code))) == ""

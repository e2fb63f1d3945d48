"""The code of a function, as a template has it: its text, or where a zip of it is."""

from typing import NamedTuple

from workflow_dsl.resources import AnyFunction
from workflow_dsl.stack.intrinsics import Value, ref
from workflow_dsl.stack.names import CODE_BUCKET_PARAMETER

_INLINE_MODULE = "index"
"""What Lambda names the module that it makes of the text."""


class ZipCode(NamedTuple):
    """A zip in the bucket that the stack is told, under this key."""

    key: str


Code = str | ZipCode


def code_properties(function: AnyFunction, code: Code) -> Value:
    """`Handler` and `Code` of a function.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
    """
    if isinstance(code, str):
        name = function.handler.rpartition(".")[2]
        return {"Handler": f"{_INLINE_MODULE}.{name}", "Code": {"ZipFile": code}}
    return {"Handler": function.handler, "Code": {"S3Bucket": ref(CODE_BUCKET_PARAMETER), "S3Key": code.key}}

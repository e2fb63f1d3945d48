"""The code of a function, as a template has it: its text, or where a zip of it is."""

from typing import NamedTuple

from workflow_dsl.stack.intrinsics import Value, ref
from workflow_dsl.stack.names import CODE_BUCKET_PARAMETER

INLINE_HANDLER = "index.handler"


class ZipCode(NamedTuple):
    """A zip in the bucket that the stack is told; `handler` is the dotted name of the function in it."""

    key: str
    handler: str


Code = str | ZipCode


def code_properties(code: Code) -> Value:
    """`Handler` and `Code` of a function.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
    """
    if isinstance(code, str):
        return {"Handler": INLINE_HANDLER, "Code": {"ZipFile": code}}
    return {"Handler": code.handler, "Code": {"S3Bucket": ref(CODE_BUCKET_PARAMETER), "S3Key": code.key}}

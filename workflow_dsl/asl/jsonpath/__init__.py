"""Paths, reference paths, intrinsic functions and payload templates of JSONPath states, read without being run.

In: the text of a path or of an intrinsic function, or a payload template. Out: values that say what is read, or a
`PathSyntaxError` with the offset. Touches: its table of intrinsic functions.

https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
"""

from workflow_dsl.asl.jsonpath.functions import Intrinsic, intrinsic_table
from workflow_dsl.asl.jsonpath.intrinsics import IntrinsicCall, Literal, parse_dynamic
from workflow_dsl.asl.jsonpath.paths import JsonPath, PathSyntaxError, parse_path
from workflow_dsl.asl.jsonpath.templates import DynamicField, dynamic_fields

__all__ = [
    "DynamicField",
    "Intrinsic",
    "IntrinsicCall",
    "JsonPath",
    "Literal",
    "PathSyntaxError",
    "dynamic_fields",
    "intrinsic_table",
    "parse_dynamic",
    "parse_path",
]

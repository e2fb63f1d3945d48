"""The stack: a program's CloudFormation template.

In: a `Program`, and the code of each of its functions. Out: a `Template`, and its text. One file for each AWS
service, plain values, no template library: tests hold every property against CloudFormation's own schemas. Pure.
"""

from workflow_dsl.stack.build import build_template
from workflow_dsl.stack.code import Code, ZipCode
from workflow_dsl.stack.options import PLAIN, StackOptions
from workflow_dsl.stack.template import Template, write_template

__all__ = ["PLAIN", "Code", "StackOptions", "Template", "ZipCode", "build_template", "write_template"]

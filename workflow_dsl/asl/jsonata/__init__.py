"""JSONata expressions, read without being run: what they call, what they read, and where they are no JSONata.

In: the text of an expression. Out: an `Expression` with its tree, its variables, its functions and its `$states`
fields; or a `JsonataSyntaxError` with the offset. Touches: its table of functions. Import it only where expressions
are looked into: the way from a definition to its text does not need it.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html, https://docs.jsonata.org/overview
"""

from workflow_dsl.asl.jsonata.analysis import ContextRead, FunctionCall, StatesField, VariableRead
from workflow_dsl.asl.jsonata.expression import Expression, inner_text, parse
from workflow_dsl.asl.jsonata.functions import Function, function_table
from workflow_dsl.asl.jsonata.tokens import JsonataSyntaxError

__all__ = [
    "ContextRead",
    "Expression",
    "Function",
    "FunctionCall",
    "JsonataSyntaxError",
    "StatesField",
    "VariableRead",
    "function_table",
    "inner_text",
    "parse",
]

"""Where Python would evaluate an expression behind the author's back: what to say instead."""

import re
from dataclasses import replace

from pydantic import ValidationError

from workflow_dsl.declaration import report
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.source import Place, capture_author

_EXPRESSION = re.compile(r"\bExpression\b")
_OPERATOR = re.compile(r"unsupported operand type\(s\) for (\S+?)(?: or pow\(\))?:|bad operand type for unary (.):")
_LOGIC = ("&", "|", "^", "~")
_INSTEAD = {
    "operator": 'write it in JSONata, as jsonata("$power($value, 2)", value=..., type=float)',
    "str": 'join text with +, as "pay-" + request.payment_id',
    "bool": "combine conditions with all_of(...), any_of(...) and not_(...), and branch with Choice",
    "logic": "combine conditions with all_of(...), any_of(...) and not_(...)",
    "len": 'write jsonata("$count($items)", items=...)',
    "iter": "write a Map step to do something for each item",
    "in": 'write jsonata("$value in $items", value=..., items=...), or any_of(value == a, value == b)',
    "hash": "use a string as the key; a value goes on the right",
    "number": 'write jsonata("$number($value)", value=..., type=float)',
    "slice": 'write jsonata("$items[[0..2]]", items=..., type=list)',
    "call": "an expression has no methods; write jsonata(...) with a function of JSONata",
    "set": "expressions are read-only; make a new value with bind(...)",
    "duration": "give seconds as an expression: timeout=request.seconds, or Wait(..., seconds=request.seconds)",
    "function": 'write it in JSONata, as jsonata("$uppercase($value)", value=..., type=str)',
}


def misuse(what: str, kind: str, place: Place | None = None) -> Finding:
    """The finding for one way of evaluating an expression too early, here or at `place`."""
    problem = f"{what} evaluates an expression while the workflow is being defined; it has a value only in an execution"
    return Finding("WF205", Severity.ERROR, problem, _INSTEAD[kind], place or capture_author().place)


def misuse_of(error: TypeError | ValidationError, place: Place) -> Finding | None:
    """What a function of Python or a contract says that was given an expression, in our words; None for any other
    mistake.
    """
    if isinstance(error, ValidationError):
        return _made_of_expressions(error, place)
    said = str(error)
    if not _EXPRESSION.search(said):
        return None
    if (operator := _OPERATOR.search(said)) is not None:
        sign = operator[1] or operator[2]
        return misuse(f"the operator {sign}", "logic" if sign in _LOGIC else "operator", place)
    if said.startswith("sequence item"):
        return misuse("join()", "str", place)
    if "timedelta" in said:
        return misuse("timedelta()", "duration", place)
    return misuse("a function of Python", "function", place)


def _made_of_expressions(error: ValidationError, place: Place) -> Finding | None:
    given = [type(detail["input"]).__name__ for detail in error.errors(include_url=False)]
    if "Expression" not in given:
        return None
    return replace(misuse(f"{error.title}(...)", "function", place), instead=f"write bind({error.title}, ...)")


def refuse(what: str, kind: str) -> FindingsError:
    """The error to raise where Python needs a real answer and no stand-in will do."""
    return FindingsError(misuse(what, kind))


def report_misuse(what: str, kind: str) -> str:
    """Report, and give a text to go on with, so that the other mistakes of the definition are found as well."""
    report(misuse(what, kind))
    return "?"

"""Where Python would evaluate an expression behind the author's back: what to say instead."""

from workflow_dsl.declaration import report
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.source import capture

_INSTEAD = {
    "str": 'join text with +, as "pay-" + request.payment_id',
    "bool": "combine conditions with all_of(...), any_of(...) and not_(...), and branch with Choice",
    "len": 'write jsonata("$count($items)", items=...)',
    "iter": "write a Map step to do something for each item",
    "in": 'write jsonata("$value in $items", value=..., items=...), or any_of(value == a, value == b)',
    "hash": "use a string as the key; a value goes on the right",
    "number": 'write jsonata("$number($value)", value=..., type=float)',
    "slice": 'write jsonata("$items[[0..2]]", items=...)',
    "call": "an expression has no methods; write jsonata(...) with a function of JSONata",
    "set": "expressions are read-only; make a new value with bind(...)",
}


def misuse(what: str, kind: str) -> Finding:
    """The finding for one way of evaluating an expression too early."""
    problem = f"{what} evaluates an expression while the workflow is being defined; it has a value only in an execution"
    return Finding("WF205", Severity.ERROR, problem, _INSTEAD[kind], capture().place)


def refuse(what: str, kind: str) -> FindingsError:
    """The error to raise where Python needs a real answer and no stand-in will do."""
    return FindingsError(misuse(what, kind))


def report_misuse(what: str, kind: str) -> str:
    """Report, and give a text to go on with, so that the other mistakes of the definition are found as well."""
    report(misuse(what, kind))
    return "?"

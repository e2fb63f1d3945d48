"""WF233."""

import ast
from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import BaseModel, Field

from workflow_dsl.checks.handlers.modules import handlers
from workflow_dsl.checks.handlers.sample_sources import GOOD
from workflow_dsl.checks.privacy.sensitive import attribute_names
from workflow_dsl.checks.rule import Hit, Rule, Sample
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Function, Subject
from workflow_dsl.diagnostics import Severity

_LOGGING: Final = frozenset(
    {"debug", "info", "warning", "error", "exception", "critical", "log", "append_keys", "print"}
)
_LOG = GOOD.replace("    return", "    logger.info('charging', {})\n    return")


class Card(BaseModel, defer_build=True):
    """What only the handlers beside the flow may see."""

    number: Annotated[str, Field(json_schema_extra={"sensitive": True})]


def _sample(logged: str) -> Sample:
    function = Function("Refund", "shop.charge.handler", Card)
    sources = {"shop/charge.py": _LOG.replace("{}", logged), "shop/errors.py": "class Declined(Exception):\n    pass\n"}
    return states(functions={"Refund": function}, sources=sources, Charge=task())


class SensitiveLogged(Rule):
    """A sensitive field in a handler's log."""

    code = "WF233"
    severity = Severity.ERROR
    why = "Logs are read by many, copied elsewhere and kept for long: a card number there is a breach to report."
    source = "https://docs.powertools.aws.dev/lambda/python/latest/core/logger/"
    valid = (_sample("event['orderId']"),)
    invalid = (_sample("event['number']"), _sample("event.number"))

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look through the arguments of each call that logs or prints."""
        for each in handlers(subject):
            names = {*attribute_names(each.function.input), *attribute_names(each.function.output)}
            for module in each.modules if names else ():
                for node in ast.walk(module.tree):
                    if isinstance(node, ast.Call) and _called(node) in _LOGGING:
                        logged = _first(node, names)
                        if logged is not None:
                            message = f"the handler of {each.function.name} logs the sensitive field {logged}"
                            yield Hit((), message, "leave it out of the log", place=module.place(node))


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _first(call: ast.Call, names: set[str]) -> str | None:
    for node in (part for given in (*call.args, *call.keywords) for part in ast.walk(given)):
        match node:
            case ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))) if name in names:
                return name
    return None

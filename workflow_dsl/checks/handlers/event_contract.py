"""WF623."""

import ast
from collections.abc import Iterator

from workflow_dsl.checks.contracts import is_contract
from workflow_dsl.checks.handlers.modules import AnyFunctionDef, handlers
from workflow_dsl.checks.handlers.sample_sources import GOOD, handler
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_TYPED = GOOD.replace("event,", "event: Order,")
_PARSED = _TYPED.replace("def handler", "@event_parser(model=Order)\ndef handler")


class EventContract(Rule):
    """A handler that reads its event by another contract than its function declares."""

    code = "WF623"
    severity = Severity.ERROR
    why = "The payload is checked against the declared contract: what the handler then reads is something else."
    source = "https://docs.powertools.aws.dev/lambda/python/latest/utilities/parser/"
    valid = (handler(_PARSED), handler(_TYPED), handler())
    invalid = (handler(_PARSED.replace("Order", "Invoice")), handler(_TYPED.replace("Order", "Invoice")))

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare the model of the parser, or else the annotation, with the contract."""
        for each in handlers(subject):
            wanted = each.function.input
            found = _model(each.definition)
            if found is None or not is_contract(wanted):
                continue
            node, name = found
            if name[:1].isupper() and name not in (wanted.__name__, "Any", "Mapping", "LambdaEvent"):
                message = (
                    f"the handler of {each.function.name} reads {name}, and the function declares {wanted.__name__}"
                )
                yield Hit(
                    (), message, f"read {wanted.__name__}, or declare input={name}", place=each.module.place(node)
                )


def _model(definition: AnyFunctionDef) -> tuple[ast.expr, str] | None:
    for decorator in definition.decorator_list:
        if isinstance(decorator, ast.Call) and _name(decorator.func) == "event_parser":
            for keyword in decorator.keywords:
                if keyword.arg == "model":
                    return keyword.value, _name(keyword.value)
            return None
    first = next(iter((*definition.args.posonlyargs, *definition.args.args)), None)
    annotation = None if first is None else first.annotation
    return None if annotation is None else (annotation, _name(annotation))


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Constant(value=str(name)):
            return name
    return ""

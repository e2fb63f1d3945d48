"""WF626."""

import ast
from collections.abc import Iterator

from workflow_dsl.checks.contracts import forbids_others, is_contract, wire_fields
from workflow_dsl.checks.handlers.modules import AnyFunctionDef, handlers
from workflow_dsl.checks.handlers.sample_sources import GOOD, handler
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity, suggest


class ResultContract(Rule):
    """A handler that returns something else than its function declares."""

    code = "WF626"
    severity = Severity.ERROR
    why = "Later states read the declared contract: what the handler leaves out is missing there, when money has moved."
    source = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    valid = (handler(),)
    invalid = (
        handler(GOOD.replace('"chargeId"', '"charge_id"')),
        handler(GOOD.replace('{"chargeId": "1"}', "{}")),
        handler(GOOD.replace('return {"chargeId": "1"}', "return")),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare each dictionary that is returned with the contract."""
        for each in handlers(subject):
            model = each.function.output
            if not is_contract(model):
                continue
            fields = wire_fields(model)
            required = [name for name, field in fields.items() if field.is_required()]
            for node in _returns(each.definition):
                keys = _keys(node)
                missing = [name for name in required if keys is not None and name not in keys]
                unknown = [key for key in keys or () if key not in fields and forbids_others(model)]
                if not missing and not unknown:
                    continue
                near = suggest(missing[0], unknown) if missing and unknown else None
                what = f"returns no {', '.join(missing)}" if missing else f"returns {', '.join(unknown)}"
                has = "needs" if missing else "does not have"
                message = f"the handler of {each.function.name} {what}, which {model.__name__} {has}"
                instead = f"{near} should be {missing[0]}" if near else f"return {', '.join(fields)}"
                yield Hit((), message, instead, place=each.module.place(node))


def _returns(definition: AnyFunctionDef) -> Iterator[ast.Return]:
    pending: list[ast.stmt] = list(definition.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return):
            yield node
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            pending.extend(child for child in ast.walk(node) if isinstance(child, ast.Return))


def _keys(node: ast.Return) -> list[str] | None:
    """The keys that are returned for sure; None where they are not all literal."""
    if node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None):
        return []
    if not isinstance(node.value, ast.Dict):
        return None
    keys = [key.value for key in node.value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return keys if len(keys) == len(node.value.keys) else None

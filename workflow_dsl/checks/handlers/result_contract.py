"""WF626."""

import ast
from collections.abc import Iterator

from pydantic import BaseModel

from workflow_dsl.checks.contracts import forbids_others, is_contract, wire_fields
from workflow_dsl.checks.handlers.modules import AnyFunctionDef, Handler, handlers
from workflow_dsl.checks.handlers.sample_sources import GOOD, handler
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity, suggest

_MAKERS = ("model_validate", "model_validate_json", "model_construct")
_GOES_ON = (ast.Assign, ast.AnnAssign, ast.AugAssign)
"""What nobody ends a handler with on purpose."""


class ResultContract(Rule):
    """A handler that returns something else than its function declares."""

    code = "WF626"
    severity = Severity.ERROR
    why = "Later states read the declared contract: what the handler leaves out is missing there, when money has moved."
    source = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    valid = (
        handler(),
        handler(GOOD.replace('{"chargeId": "1"}', 'Receipt(chargeId="1").model_dump(mode="json")')),
        handler(GOOD.replace('return {"chargeId": "1"}', "raise Declined")),
    )
    invalid = (
        handler(GOOD.replace('"chargeId"', '"charge_id"')),
        handler(GOOD.replace('{"chargeId": "1"}', "{}")),
        handler(GOOD.replace('return {"chargeId": "1"}', "return")),
        handler(GOOD.replace('return {"chargeId": "1"}', 'receipt = {"chargeId": "1"}')),
        handler(GOOD.replace('{"chargeId": "1"}', 'Receipt(chargeId="1")')),
        handler(GOOD.replace('{"chargeId": "1"}', "Receipt.model_validate(event)")),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare what is returned with the contract."""
        for each in handlers(subject):
            model = each.function.output
            if is_contract(model):
                yield from _dictionaries(each, model)
                # What stands around a handler may make JSON of it.
                yield from () if each.definition.decorator_list else _no_json(each, model)


def _dictionaries(each: Handler, model: type[BaseModel]) -> Iterator[Hit]:
    fields = wire_fields(model)
    for node in _returns(each.definition):
        keys = _keys(node)
        missing = [name for name in _required(model) if keys is not None and name not in keys]
        unknown = [key for key in keys or () if key not in fields and forbids_others(model)]
        if not missing and not unknown:
            continue
        near = suggest(missing[0], unknown) if missing and unknown else None
        what = f"returns no {', '.join(missing)}" if missing else f"returns {', '.join(unknown)}"
        has = "needs" if missing else "does not have"
        message = f"the handler of {each.function.name} {what}, which {model.__name__} {has}"
        instead = f"{near} should be {missing[0]}" if near else f"return {', '.join(fields)}"
        yield Hit((), message, instead, place=each.module.place(node))


def _no_json(each: Handler, model: type[BaseModel]) -> Iterator[Hit]:
    """The contract itself, which Lambda's runtime cannot write, and nothing at all."""
    name, returned = each.function.name, list(_returns(each.definition))
    for node in returned:
        if _is_made(node.value, model.__name__):
            message = f"the handler of {name} returns a {model.__name__} itself, of which Lambda makes no JSON"
            alias = "" if set(wire_fields(model)) == set(model.model_fields) else ", by_alias=True"
            yield Hit((), message, f'write .model_dump(mode="json"{alias}) behind it', place=each.module.place(node))
    if not returned and _required(model) and isinstance(each.definition.body[-1], _GOES_ON):
        message = f"the handler of {name} returns nothing, and {model.__name__} needs {', '.join(_required(model))}"
        instead = f"return {', '.join(wire_fields(model))}"
        yield Hit((), message, instead, place=each.module.place(each.definition.body[-1]))


def _required(model: type[BaseModel]) -> list[str]:
    return [name for name, field in wire_fields(model).items() if field.is_required()]


def _is_made(value: ast.expr | None, model: str) -> bool:
    """Whether it is `Model(...)` or `Model.model_validate(...)` and its like."""
    match value:
        case ast.Call(func=ast.Name(id=name)):
            return name == model
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
            return name == model and method in _MAKERS
        case _:
            return False


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

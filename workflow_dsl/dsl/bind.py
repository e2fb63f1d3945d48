"""Contracts filled from expressions, checked by a type checker and again at compile time."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ParamSpec, TypeVar, cast

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from workflow_dsl.declaration import report
from workflow_dsl.diagnostics import Finding, Severity, suggest
from workflow_dsl.dsl import types
from workflow_dsl.dsl.expression import Expression, node_at
from workflow_dsl.dsl.fitting import holds_expressions, misfits
from workflow_dsl.dsl.members import as_json, report_two_names
from workflow_dsl.dsl.nodes import Bound, Constant, Node, Structure
from workflow_dsl.source import CallSite, capture

P = ParamSpec("P")
Model = TypeVar("Model")


def bind(model: Callable[P, Model], /, *values: P.args, **fields: P.kwargs) -> Model:
    """A contract whose fields are values or expressions: `bind(ChargeRequest, payment_id=request.payment_id)`.

    The model is not built: at definition time there is nothing to validate yet. A type checker sees the model's own
    signature, in which a field is called as `Field(alias=...)` calls it; the same is checked here, and its own name is
    taken as well. Fields with a default may be left out and are then not sent. Raises or reports FindingsError: WF201
    for a field that the model has not, WF202 for one that is missing, WF203 for a value of another type."""
    site = capture()
    if not types.is_model(model):
        report(
            _finding(
                "WF103", f"bind needs a contract, not {model!r}", "give a class of pydantic's BaseModel first", site
            )
        )
        return cast(Model, Expression(Bound(BaseModel, {}), Any))
    contract = types.completed(cast(type[BaseModel], model))
    if issubclass(contract, RootModel):
        return cast(Model, _root(contract, values, fields, site))
    if values:
        report(_finding("WF103", f"bind({contract.__name__}) takes fields by name only", "write name=value", site))
    nodes = {types.named_by(contract, name): _checked(contract, name, value, site) for name, value in fields.items()}
    for name, field in contract.model_fields.items():
        if field.is_required() and name not in nodes:
            written = types.argument_of(contract, name)
            problem = f"bind({contract.__name__}) leaves out {written}, which the contract requires"
            report(_finding("WF202", problem, f"add {written}=..., which is {types.describe(field.annotation)}", site))
    ordered = {name: nodes[name] for name in contract.model_fields if name in nodes}
    return cast(Model, Expression(Bound(contract, ordered), contract))


def _root(
    contract: type[BaseModel], values: tuple[object, ...], fields: Mapping[str, object], site: CallSite
) -> object:
    """What a contract of one value without a name is in JSON: that value."""
    given = {**dict(zip(("root",), values, strict=False)), **fields}
    nodes = {name: _checked(contract, name, value, site) for name, value in given.items()}
    if "root" not in nodes:
        problem = f"bind({contract.__name__}) is given no value"
        report(_finding("WF202", problem, f"write bind({contract.__name__}, value)", site))
    return Expression(nodes.get("root", Constant(None)), contract)


def _checked(contract: type[BaseModel], name: str, value: object, site: CallSite) -> Node:
    field = types.field_of(contract, types.named_by(contract, name))
    if (node := node_at(value, site, name)) is None:
        return Constant(None)
    if isinstance(value, type):
        problem, instead = types.class_for_value(value)
        report(_finding("WF203", f"{contract.__name__}.{name}: {problem}", instead, site, name))
        return Constant(None)
    if field is None:
        near = suggest(name, contract.model_fields)
        instead = f"did you mean {near}?" if near else f"it has {', '.join(contract.model_fields)}"
        report(_finding("WF201", f"{contract.__name__} has no field {name}", instead, site, name))
    else:
        _check(contract, name, field, value, site)
    if field is not None and types.has_two_names(contract, types.named_by(contract, name)):
        report_two_names(contract, name, site.argument(name))
    return _as_contract_says(node)


def _as_contract_says(node: Node) -> Node:
    """The values in it as a contract writes them: type checkers want the Decimal or the date itself."""
    match node:
        case Constant(value=value) if not isinstance(value, BaseModel):
            return Constant(as_json(value))
        case Structure(value=dict() as members):
            return Structure({key: _as_contract_says(item) for key, item in members.items()})
        case Structure(value=list() as items, types=types_of):
            return Structure([_as_contract_says(item) for item in items], types_of)
    return node


def _check(contract: type[BaseModel], name: str, field: FieldInfo, value: object, site: CallSite) -> None:
    constrained: Any = field.annotation
    if not holds_expressions(value):
        for constraint in field.metadata:
            constrained = Annotated[constrained, constraint]
    for found in misfits(value, constrained):
        inside = "".join(f"[{step!r}]" for step in found.at)
        problem = f"{contract.__name__}.{name}{inside}{found.problem}"
        report(Finding("WF203", Severity.ERROR, problem, found.instead, site.argument(name, *found.at)))


def _finding(code: str, problem: str, instead: str, site: CallSite, argument: str | None = None) -> Finding:
    return Finding(code, Severity.ERROR, problem, instead, site.argument(argument) if argument else site.place)

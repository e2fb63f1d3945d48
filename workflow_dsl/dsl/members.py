"""What a value is made of: the fields of a contract, the values of a mapping, the items of a list.

Each is a node and its type; what cannot be there is reported, as WF201."""

from dataclasses import is_dataclass
from enum import Enum
from typing import Any, ForwardRef

from pydantic import BaseModel, RootModel
from pydantic_core import PydanticSerializationError, to_jsonable_python

from workflow_dsl.declaration import report
from workflow_dsl.diagnostics import Finding, Severity, suggest
from workflow_dsl.dsl import nodes, types
from workflow_dsl.source import Place, capture

Typed = tuple[nodes.Node, Any]


def member(of: nodes.Node, annotation: Any, name: str) -> Typed | None:
    """The member that Python calls `name`; None where there is none."""
    annotation = types.without_none(annotation)
    if annotation is Any or types.is_mapping(annotation):
        return nodes.Field(of, name), types.element_of(annotation)
    kinds = types.members(annotation)
    if not all(types.is_model(kind) for kind in kinds):
        return _no_member(annotation, name, ())
    lacking = [kind for kind in kinds if types.field_of(types.completed(kind), name) is None]
    if lacking:
        return _no_member(annotation, name, () if len(kinds) > 1 else tuple(annotation.model_fields))
    return _field(of, kinds[0], name) if len(kinds) == 1 else _field_of_all(of, kinds, name)


def item(of: nodes.Node, annotation: Any, index: nodes.Node, kind: Any) -> Typed | None:
    """The value under a key or a number; `kind` is the type of the index. None where the value has no such thing."""
    annotation, kind = types.without_none(annotation), types.without_none(kind)
    if types.is_model(annotation) and issubclass(annotation, RootModel):
        return item(of, types.completed(annotation).model_fields["root"].annotation, index, kind)
    known = index.value if isinstance(index, nodes.Constant) else None
    known = known.value if isinstance(known, Enum) else as_json(known)
    if isinstance(known, str):
        return _under_key(of, annotation, known)
    if types.is_mapping(annotation) and types.is_number(kind):
        # Keys are text in JSON, also where Python has numbers.
        key = nodes.Constant(str(known)) if isinstance(known, int) else nodes.Call("$string", (index,))
        return nodes.Call("$lookup", (of, key)), types.element_of(annotation)
    if kind is not Any and types.travels_as_text(kind):
        if not types.may_have_keys(annotation):
            return _no_item(annotation, kind)
        # In brackets JSONata takes text for a condition, which holds: it would give back the whole object.
        return nodes.Call("$lookup", (of, index)), types.element_of(annotation)
    if not (types.may_be_list(annotation) and types.is_whole(kind)):
        return _no_item(annotation, kind)
    return nodes.Item(of, index), types.element_of(annotation, known if isinstance(known, int) else None)


def _under_key(of: nodes.Node, annotation: Any, key: str) -> Typed | None:
    if types.is_model(annotation):
        named = {types.wire_name(annotation, name): name for name in types.completed(annotation).model_fields}
        if key in named or key in named.values() or annotation.model_config.get("extra") != "allow":
            return member(of, annotation, named.get(key, key))
        return nodes.Field(of, key), Any
    if not types.may_have_keys(annotation):
        return _no_member(annotation, key, ())
    return nodes.Field(of, key), types.element_of(annotation)


def _field(of: nodes.Node, model: type[BaseModel], name: str) -> Typed:
    field = model.model_fields[name]
    if issubclass(model, RootModel):
        # Its only field is what stands in its place in JSON.
        return of, field.annotation
    if types.has_two_names(model, name):
        report_two_names(model, name, capture().place)
    if isinstance(of, nodes.Bound):
        # What was bound is known: reading it back needs no variable.
        left_out = _default(model, name)
        return of.fields.get(name, nodes.Constant(left_out[0] if left_out else None)), field.annotation
    return nodes.Field(of, types.wire_name(model, name), _default(model, name)), field.annotation


def _field_of_all(of: nodes.Node, kinds: tuple[Any, ...], name: str) -> Typed | None:
    """A field that every contract of a union has. Where it may be left out, each says something else in its place."""
    fields = [_field(of, kind, name) for kind in kinds]
    read = {(node.key, repr(node.default)) for node, _ in fields if isinstance(node, nodes.Field)}
    annotation = types.union_of(annotation for _, annotation in fields)
    if len({key for key, _ in read}) != 1:
        return _no_member(types.union_of(kinds), name, ())
    node = fields[0][0]
    return (node if len(read) == 1 else node._replace(default=())), annotation  # type: ignore[call-arg]


def _default(model: type[BaseModel], name: str) -> tuple[Any, ...]:
    """What the contract says where the field is left out, as (value,); () where it has to be given.

    WF224: a default that is made anew each time, as an id or the time, would become one constant for all executions.
    """
    field = model.model_fields[name]
    made = field.default_factory
    if field.is_required():
        return ()
    if made is None or made in (list, dict, set, tuple, frozenset):
        return (as_json(field.get_default(call_default_factory=True)),)
    problem = f"{model.__name__}.{name} makes its default anew each time, which a state machine cannot"
    instead = "require the field in the input, or let a function make the value and read its output"
    report(Finding("WF224", Severity.ERROR, problem, instead, capture().place))
    return ()


def as_json(value: Any) -> Any:
    """A value of a contract as the contract writes it in JSON: a date as text, a set as a list. What has no form in
    JSON stays as it is.
    """
    if value is None or type(value) in (str, int, bool):
        return value
    try:
        return to_jsonable_python(value, by_alias=True)
    except (PydanticSerializationError, ValueError):
        return value


def report_two_names(model: type[BaseModel], name: str, place: Place) -> None:
    """WF201: which of the two names a value has depends on whether it was validated or written by the contract."""
    written = types.wire_name(model, name)
    problem = f"{model.__name__}.{name} has two names in JSON: it is written as {written}, and read as another"
    report(Finding("WF201", Severity.ERROR, problem, "give it one name for both, with alias=", place))


def _no_member(annotation: Any, name: str, fields: tuple[str, ...]) -> Typed | None:
    owner = types.describe(annotation)
    problem = f"{owner} has no field {name}"
    if isinstance(annotation, ForwardRef):
        problem, instead = _not_yet(annotation)
    elif is_dataclass(annotation):
        problem = f"{owner} is no contract, so that nothing is known of its {name}"
        instead = f'make it a class of pydantic\'s BaseModel, or read it by its key, ["{name}"]'
    elif name in getattr(annotation, "model_computed_fields", ()) or isinstance(
        getattr(annotation, name, None), property
    ):
        instead = "Python computes it, and it is no part of the JSON: let a function give it as a field"
    elif not fields:
        instead = f"write jsonata(...) to work on a value of type {owner}"
    else:
        near = suggest(name, fields)
        instead = f"did you mean {near}?" if near else f"it has {', '.join(fields)}"
    report(Finding("WF201", Severity.ERROR, problem, instead, capture().place))
    return None


def _not_yet(annotation: ForwardRef) -> tuple[str, str]:
    """What to say of a type that is only named so far."""
    return f"nothing is known of {annotation.__forward_arg__} here", "define it above the line that reads it"


def _no_item(annotation: Any, kind: Any) -> Typed | None:
    owner = types.describe(annotation)
    instead = f"write jsonata(...) to work on a value of type {owner}"
    if annotation is not Any and types.is_text(annotation):
        instead = 'write jsonata("$substring($text, 0, 1)", type=str, text=...)'
    problem = f"{owner} has no item under {types.describe(kind)}"
    if isinstance(annotation, ForwardRef):
        problem, instead = _not_yet(annotation)
    report(Finding("WF201", Severity.ERROR, problem, instead, capture().place))
    return None

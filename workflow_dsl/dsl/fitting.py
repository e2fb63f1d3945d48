"""Whether a value fits the field of a contract: an expression by its type, a value of the definition by pydantic, and a
list or a dictionary that holds expressions piece by piece."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from workflow_dsl.diagnostics import suggest
from workflow_dsl.dsl import types
from workflow_dsl.dsl.expression import Expression, type_of

At = tuple[str | int, ...]


class Misfit(NamedTuple):
    """A piece that does not fit: where it is in the value, what is wrong with it, and what to write instead."""

    at: At
    problem: str
    instead: str


def misfits(value: object, annotation: Any, at: At = ()) -> Iterator[Misfit]:
    """What of a value does not fit an annotation; of a union that leaves open which of its types is meant, nothing."""
    if isinstance(value, Expression):
        yield from _of_expression(type_of(value), annotation, at)
    elif not holds_expressions(value):
        yield from _of_value(value, annotation, at)
    elif isinstance(value, Mapping):
        yield from _of_mapping(value, annotation, at)
    elif isinstance(value, list | tuple):
        yield from _of_items(value, annotation, at)


def holds_expressions(value: object) -> bool:
    """Whether an expression stands anywhere in it."""
    if isinstance(value, Expression):
        return True
    if isinstance(value, Mapping):
        return any(holds_expressions(item) for item in value.values())
    return isinstance(value, list | tuple) and any(holds_expressions(item) for item in value)


def _of_expression(found: Any, annotation: Any, at: At) -> Iterator[Misfit]:
    if types.is_assignable(found, annotation):
        return
    wanted = types.describe(annotation)
    instead = f"give it {wanted}, or change the contract"
    if types.is_assignable(types.without_none(found), annotation):
        instead = "say what null stands for, or let the contract take None"
    yield Misfit(at, f" is {wanted}, not {types.describe(found)}", instead)


def _of_value(value: object, annotation: Any, at: At) -> Iterator[Misfit]:
    config = None if types.is_model(types.plain(annotation)) else ConfigDict(arbitrary_types_allowed=True)
    try:
        TypeAdapter(annotation, config=config).validate_python(value, strict=isinstance(value, bool | float))
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]["msg"]
        problem = f": {problem[:1].lower()}{problem[1:]}, not {value!r}"
        yield Misfit(at, problem, f"write a value of type {types.describe(annotation)}")


def _of_items(value: Sequence[object], annotation: Any, at: At) -> Iterator[Misfit]:
    kinds = [kind for kind in types.members(annotation) if types.may_be_list(kind)]
    if not kinds:
        yield from _of_expression(list, annotation, at)
    if len(kinds) != 1:
        return
    for index, item in enumerate(value):
        yield from misfits(item, types.element_of(kinds[0], index), (*at, index))


def _of_mapping(value: Mapping[Any, object], annotation: Any, at: At) -> Iterator[Misfit]:
    kinds = [kind for kind in types.members(annotation) if types.may_have_keys(kind)]
    if not kinds:
        yield from _of_expression(dict, annotation, at)
    if len(kinds) != 1:
        return
    if types.is_model(kinds[0]):
        yield from _of_contract(value, kinds[0], at)
        return
    for key, item in value.items():
        yield from misfits(item, types.element_of(kinds[0]), (*at, str(key)))


def _of_contract(value: Mapping[Any, object], model: type[BaseModel], at: At) -> Iterator[Misfit]:
    names = {types.wire_name(model, name): name for name in types.completed(model).model_fields}
    for key, item in value.items():
        name = names.get(key, key)
        if (field := model.model_fields.get(name)) is not None:
            yield from misfits(item, field.annotation, (*at, str(key)))
        elif model.model_config.get("extra") != "allow":
            near = suggest(str(key), names)
            instead = f"did you mean {near}?" if near else f"it has {', '.join(names)}"
            yield Misfit(at, f": {model.__name__} has no field {key}", instead)
    for wire, name in names.items():
        if model.model_fields[name].is_required() and not {wire, name} & set(value):
            yield Misfit(at, f": {model.__name__} requires {wire}", f'add "{wire}"')

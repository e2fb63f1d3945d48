"""What every declared value is made of: pydantic, the place of each argument, findings instead of tracebacks."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, get_origin

from pydantic import BaseModel, ConfigDict, PrivateAttr, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from workflow_dsl.declaration.collect import report
from workflow_dsl.declaration.refusal import explain, refusals
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.source import CallSite, Place, capture, capture_author

_HALF = re.compile(r"[\ud800-\udfff]")


class Declaration(BaseModel):
    """A frozen value that a user declares; two are equal only when they are the same object.

    `positional` names the fields that may be given without their name, in order; `_instead_of_text` says what to write
    where it would be taken for its value in a text. Raises FindingsError (WF103) for arguments that do not fit, or
    reports them where `collecting` is open and goes on with the field's default."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)
    positional: ClassVar[tuple[str, ...]] = ("name",)
    _site: CallSite = PrivateAttr()
    _instead_of_text: ClassVar[str] = ""

    def __init__(self, *values: Any, **fields: Any) -> None:
        site = capture()
        problems = self._place_values(values, fields, site)
        try:
            super().__init__(**fields)
            problems += [
                _wrong(f"{type(self).__name__}: {said}", instead, site.place) for said, instead in self._faults()
            ]
            problems += self._halves(fields, site)
        except ValidationError as error:
            problems += self._explained(error, fields, site)
        if problems:
            report(*problems)
            self._recover(fields)
        self._site = site

    @property
    def site(self) -> CallSite:
        """Where it was declared."""
        return self._site

    def place(self, *argument: str | int) -> Place:
        """Where it was declared, or where one of its arguments was written, counting a positional one by its name."""
        return _argument_place(self, argument, self._site)

    def _explained(self, error: ValidationError, given: Mapping[str, Any], site: CallSite) -> list[Finding]:
        """What pydantic refused of the arguments `given`, as findings at their places."""
        return [
            _wrong(*explain(self, refusal), _argument_place(self, refusal.at, site))
            for refusal in refusals(error, given)
        ]

    def _faults(self) -> Iterator[tuple[str, str]]:
        """What its arguments say together that cannot be, and what to write instead."""
        yield from ()

    if not TYPE_CHECKING:

        def __class_getitem__(cls, _parameters: Any) -> type:
            """The class itself: pydantic's own is a copy, which takes time and copies what it is given."""
            return cls

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Another one with some other arguments, checked as if it were written out where the copy is made."""
        if not self.model_config.get("frozen"):
            return super().model_copy(update=update, deep=deep)
        fields = type(self).model_fields
        given = {fields[name].alias or name: getattr(self, name) for name in self.model_fields_set}
        return type(self)(**(given | dict(update or {})))

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __str__(self) -> str:
        """As Python prints it. WF209 for what has a value in an execution, as in an f-string that was meant for it."""
        if not self._instead_of_text:
            return super().__str__()
        kind = type(self).__name__
        named = f'{kind}("{name}")' if isinstance(name := getattr(self, "name", None), str) else f"this {kind}"
        problem = f"{named} is put into a text, which would hold how Python prints it"
        report(Finding("WF209", Severity.ERROR, problem, self._instead_of_text, capture_author().place))
        return "?"

    def _halves(self, fields: Mapping[str, Any], site: CallSite) -> Iterator[Finding]:
        """Texts that no file can hold."""
        for name, value in fields.items():
            if type(value) is str and not value.isascii() and _HALF.search(value):
                problem = f"{type(self).__name__}.{name}: the text has half of a character in it"
                yield _wrong(problem, "write the whole character", _argument_place(self, (name,), site))

    def _place_values(self, values: tuple[Any, ...], fields: dict[str, Any], site: CallSite) -> list[Finding]:
        """Give the values without a name the names they stand for."""
        kind = type(self).__name__
        for name, value in zip(self.positional, values, strict=False):
            fields.setdefault(name, value)
        if len(values) <= len(self.positional):
            return []
        if not self.positional:
            return [_wrong(f"{kind} takes no argument without a name", "name the arguments", site.place)]
        allowed = " and ".join(self.positional)
        return [_wrong(f"{kind} takes only {allowed} without a name", "name the other arguments", site.place)]

    def _recover(self, fields: dict[str, Any]) -> None:
        """Stand in for what was meant, so that the rest of the definition can be read and its mistakes reported too."""
        usable: dict[str, Any] = {}
        for name, field in type(self).model_fields.items():
            usable[name] = _nothing(field) if field.is_required() else field.get_default(call_default_factory=True)
            if (given := field.alias or name) in fields:
                usable[name] = _if_valid(field, fields[given], usable[name])
        stand_in = type(self).model_construct(**usable)
        object.__setattr__(self, "__dict__", stand_in.__dict__)
        object.__setattr__(self, "__pydantic_fields_set__", stand_in.__pydantic_fields_set__)
        object.__setattr__(self, "__pydantic_extra__", None)
        object.__setattr__(self, "__pydantic_private__", stand_in.__pydantic_private__)


def _nothing(field: FieldInfo) -> Any:
    """What stands for an argument that has to be given and cannot be used."""
    return () if get_origin(field.annotation) is tuple else None


def _if_valid(field: FieldInfo, value: Any, otherwise: Any) -> Any:
    annotated: Any = field.annotation
    for constraint in field.metadata:
        annotated = Annotated[annotated, constraint]
    try:
        return TypeAdapter(annotated).validate_python(value)
    except ValidationError:
        # A name with a fault still tells which step or resource is meant.
        return value if isinstance(value, str) and field.is_required() else otherwise


def _wrong(message: str, instead: str, place: Place) -> Finding:
    return Finding("WF103", Severity.ERROR, message, instead, place)


def _argument_place(declared: Declaration, at: tuple[str | int, ...], site: CallSite) -> Place:
    if not at:
        return site.place
    argument, *inside = at
    found = site.argument(argument, *inside)
    if found == site.place and argument in declared.positional:
        return site.argument(declared.positional.index(str(argument)), *inside)
    return found

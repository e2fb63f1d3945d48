"""What every object of the language shares: frozen, exact about its fields, written as it was given."""

from collections.abc import Iterator
from typing import Any, ClassVar, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from workflow_dsl.asl.encode import to_json
from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.query_language import JSONATA_ONLY, JSONPATH_ONLY, NULLABLE, QueryLanguageName

JSONata: Final = "JSONata"
JSONPath: Final = "JSONPath"


class Problem(NamedTuple):
    """Something one object can know to be wrong with itself; `at` leads from the object to the place."""

    at: tuple[str | int, ...]
    code: FaultCode
    message: str
    instead: str
    of_key: bool = False

    def as_error(self, found_by: str) -> PydanticCustomError:
        """The form in which pydantic carries it."""
        context = {"message": self.message, "instead": self.instead, "of_key": self.of_key, "found_by": found_by}
        return PydanticCustomError(self.code.value, "{message}; {instead}", context)


class _Refused(tuple[Any, ...]):
    """Stands for the value of a refused field: there, but nothing else is known of it."""

    def __bool__(self) -> bool:
        return True


class AslObject(BaseModel):
    """An object of a definition. What was given is what is written: a field left out stays out, a null stays a null.

    Fields have the names and the defaults of the States Language: https://states-language.net/spec.html
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    term: ClassVar[str] = "an object"
    """What a message calls it."""

    def to_json(self) -> dict[str, Any]:
        """The object as JSON has it, with its fields in the order in which a reader wants them."""
        value: dict[str, Any] = to_json(self)
        return value

    def given(self, name: str) -> bool:
        """Whether the field was given, be it as null."""
        return name in self.model_fields_set

    def model_post_init(self, context: Any, /) -> None:
        """Refuse the object for all that it alone can know to be wrong. The context may tell its query language."""
        problems = self._all_problems((context or {}).get("language"))
        if problems:
            name = type(self).__name__
            details = [InitErrorDetails(type=each.as_error(name), loc=each.at, input=None) for each in problems]
            raise ValidationError.from_exception_data(name, details)

    @classmethod
    def problems_beside(cls, value: dict[str, Any], refused: set[str], language: QueryLanguageName) -> list[Problem]:
        """What is wrong with the rest of a value of which pydantic refused some fields."""
        # Only a model that is whole can be made by pydantic's own means, so this one is put together by hand.
        fields = cls.model_fields
        values = {name: value.get(name, field.default) for name, field in fields.items()}
        probe = cls.__new__(cls)
        object.__setattr__(probe, "__dict__", {**values, **dict.fromkeys(refused, _Refused())})
        object.__setattr__(probe, "__pydantic_fields_set__", value.keys() & fields.keys())
        return [problem for problem in probe._all_problems(language) if not refused.intersection(problem.at[:1])]

    def _all_problems(self, language: QueryLanguageName | None) -> list[Problem]:
        own = getattr(self, "QueryLanguage", None) if self.given("QueryLanguage") else None
        return [*self._misplaced(own if own in (JSONata, JSONPath) else language), *self._problems()]

    def _problems(self) -> Iterator[Problem]:
        """What this object alone can know to be wrong."""
        yield from ()

    def _both(self, one: str, other: str) -> Iterator[Problem]:
        """Two fields of which an object may have one."""
        if self.given(one) and self.given(other):
            message = f'{self.term} has both "{one}" and "{other}"'
            yield Problem((other,), FaultCode.EXCLUSIVE_FIELDS, message, "keep one of them", of_key=True)

    def _misplaced(self, language: QueryLanguageName | None) -> Iterator[Problem]:
        for name in self.model_fields_set:
            if getattr(self, name) is None and name not in NULLABLE:
                yield Problem((name,), FaultCode.WRONG_TYPE, f'"{name}" is null', "leave it out or give it a value")
        if language is None:
            return
        foreign = JSONPATH_ONLY if language == JSONata else JSONATA_ONLY
        for name in sorted(self.model_fields_set & foreign.keys()):
            message = f'"{name}" belongs to {JSONPath if language == JSONata else JSONata}, and this is {language}'
            yield Problem((name,), FaultCode.OTHER_QUERY_LANGUAGE, message, foreign[name], of_key=True)

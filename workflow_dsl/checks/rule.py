"""What a rule is: its manual, its severity, its examples, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from workflow_dsl.checks.subject import Function, Subject
from workflow_dsl.diagnostics import Severity
from workflow_dsl.source import Path, Place

if TYPE_CHECKING:
    from workflow_dsl.checks.template import TemplateSubject


class Hit(NamedTuple):
    """Something found. `path` leads through the definition (or the template) to the value, of which with `of_key` the
    key is meant, or with `offset` a character of the string there, counted from 0. `place` is given where the fault
    stands in another file, as in a handler's.
    """

    path: Path
    message: str
    instead: str
    of_key: bool = False
    place: Place | None = None
    offset: int | None = None


class Sample(NamedTuple):
    """An example of a rule: a definition as JSON, and what a program knows beside it.

    `build` makes the definition for who reads the example, which compiling does not. `functions` are by the name of
    the substitution that stands for them; `sources` are Python files by their path.
    """

    build: Callable[[], Mapping[str, Any]]
    functions: Mapping[str, Function] = MappingProxyType({})
    sources: Mapping[str, str] = MappingProxyType({})
    input: Any = None
    express: bool = False
    name: str = ""

    @property
    def machine(self) -> Mapping[str, Any]:
        """The definition."""
        return self.build()


class TemplateSample(NamedTuple):
    """An example of a rule about templates: the resources, and other sections by their name."""

    resources: Mapping[str, Any]
    sections: Mapping[str, Any] = MappingProxyType({})


class AnyRule:
    """A fault that can be found. The class's docstring says in a sentence what it is."""

    code: ClassVar[str]
    severity: ClassVar[Severity]
    why: ClassVar[str]
    source: ClassVar[str]
    beside: ClassVar[tuple[str, ...]] = ()
    """Codes of other rules that find the invalid examples as well."""

    @classmethod
    def title(cls) -> str:
        """What the fault is, in a sentence."""
        return (cls.__doc__ or "").strip().partition("\n")[0]


class Rule(AnyRule):
    """A rule about state machines: written in Python, imported, or within a template."""

    valid: ClassVar[tuple[Sample, ...]]
    invalid: ClassVar[tuple[Sample, ...]]

    def check(self, subject: Subject) -> Iterator[Hit]:
        """What is wrong."""
        raise NotImplementedError


class TemplateRule(AnyRule):
    """A rule about CloudFormation templates."""

    valid: ClassVar[tuple[TemplateSample, ...]]
    invalid: ClassVar[tuple[TemplateSample, ...]]

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """What is wrong."""
        raise NotImplementedError

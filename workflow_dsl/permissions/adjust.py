"""Statements as a project wants them: less than was derived, or something beside it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from inspect import signature
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, InstanceOf

from workflow_dsl.declaration import Declaration
from workflow_dsl.diagnostics import Finding, FindingsError, Severity, suggest
from workflow_dsl.permissions.statement import Statement, Target

Narrow = Callable[[str, Statement], Statement | None]
"""Given the logical id of a role's owner and a statement: the same, one with fewer actions or resources, or None to
leave it out.

The service that a role may be passed to stays what it is, and so does what a function's own code must not call.
"""
_WRITTEN = 'Statement(("s3:GetObject",), (Target("", "arn:aws:s3:::prices/*"),), "why")'


class Adjustments(Declaration):
    """`narrow` sees every derived statement; `add` has further statements by the logical id of the role's owner."""

    positional: ClassVar[tuple[str, ...]] = ()
    narrow: Callable[..., Any] | None = Field(None, description="a function of an owner's logical id and a Statement")
    add: dict[str, tuple[InstanceOf[Statement], ...]] = Field(
        default_factory=dict, description="{function.logical_id: (Statement(...),)}"
    )

    def misplaced(self, owners: Collection[str], resources: Collection[str]) -> Iterator[Finding]:
        """What is added for an owner of no role, which would be left out without a word, and what is added on a
        resource that the stack has not, which CloudFormation would refuse.
        """
        for owner, statements in self.add.items():
            if owner not in owners:
                other = "write the logical_id of a function or of the machine"
                yield self._unknown(owner, f'for "{owner}", which has no role', owner, owners, other)
            for target in (target for each in statements for target in each.resources):
                if target.logical_id and target.logical_id not in resources:
                    said = f'on "{target.logical_id}", which the stack has not'
                    other = 'write the logical_id of a resource, or Target("", "arn:...")'
                    yield self._unknown(owner, said, target.logical_id, resources, other)

    def _unknown(self, owner: str, said: str, name: str, known: Collection[str], other: str) -> Finding:
        near = suggest(name, known)
        instead = f'did you mean "{near}"?' if near else other
        message = f"permissions are added {said}"
        return Finding("WF431", Severity.ERROR, message, instead, self.place("add", owner))

    def apply(self, owner: str, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """The statements of one role, adjusted. Raises FindingsError (WF431) when narrowing allows more."""
        narrowed = [self._narrowed(owner, each) for each in statements]
        return (*(each for each in narrowed if each is not None), *self.add.get(owner, ()))

    def _narrowed(self, owner: str, statement: Statement) -> Statement | None:
        narrowed = statement if self.narrow is None else self.narrow(owner, statement)
        if narrowed is None or narrowed is statement:
            return narrowed
        if not isinstance(narrowed, Statement) or _unfit(narrowed):
            problem = f"narrowing a statement of {owner} gave {narrowed!r:.80}"
            instead = "return the statement, replace(statement, actions=..., resources=...), or None"
            raise FindingsError(Finding("WF431", Severity.ERROR, problem, instead, self.place("narrow")))
        more = [*_other_actions(statement, narrowed), *_other_resources(statement, narrowed)]
        if more:
            place = next(iter(narrowed.places or statement.places), self.place("narrow"))
            problem = f"narrowing a statement of {owner} would allow {', '.join(more)}"
            instead = "keep to the statement's own actions and resources, and write what is missing in add"
            raise FindingsError(Finding("WF431", Severity.ERROR, problem, instead, place))
        if not (narrowed.actions and narrowed.resources):
            return None
        return replace(narrowed, passed_to=statement.passed_to, not_by_code=statement.not_by_code)

    def _faults(self) -> Iterator[tuple[str, str]]:
        if self.narrow is not None and not _takes_two(self.narrow):
            yield "narrow is called with an owner and a statement", "write def narrow(owner, statement)"
        for owner, statements in self.add.items():
            if any(_unfit(each) or not (each.actions and each.resources) for each in statements):
                yield f"what is added for {owner} is no permission of actions on resources", f"write {_WRITTEN}"

    if TYPE_CHECKING:

        def __init__(self, *, narrow: Narrow | None = None, add: Mapping[str, tuple[Statement, ...]] = ...) -> None: ...


def _takes_two(function: Callable[..., Any]) -> bool:
    try:
        signature(function).bind("owner", "statement")
    except TypeError:
        return False
    except ValueError:
        # What is not written in Python may not say what it takes.
        return True
    return True


def _unfit(statement: Statement) -> bool:
    """Whether it has actions that are no texts, or resources that are no targets. Nothing checks its types."""
    given: tuple[Any, Any] = statement.actions, statement.resources
    kinds = (str, Target)
    return not all(
        isinstance(values, tuple) and all(isinstance(each, kind) for each in values)
        for values, kind in zip(given, kinds, strict=True)
    )


def _other_actions(before: Statement, after: Statement) -> list[str]:
    return [action for action in after.actions if action not in before.actions]


def _other_resources(before: Statement, after: Statement) -> list[str]:
    """Resources that are not among the statement's. What "*" stands for in those is not known here."""
    if any("*" in target.below for target in before.resources):
        return []
    return ["".join(target) for target in after.resources if target not in before.resources]

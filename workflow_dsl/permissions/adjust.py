"""Statements as a project wants them: less than was derived, or something beside it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from workflow_dsl.diagnostics import Finding, FindingsError, Severity, suggest
from workflow_dsl.permissions.statement import Statement

Narrow = Callable[[str, Statement], Statement | None]
"""Given the logical id of a role's owner and a statement: the same, one with fewer actions or resources, or None to
leave it out.

The service that a role may be passed to stays what it is, and so does what a function's own code must not call.
"""


@dataclass(frozen=True, slots=True)
class Adjustments:
    """`narrow` sees every derived statement; `add` has further statements by the logical id of the role's owner."""

    narrow: Narrow | None = None
    add: Mapping[str, tuple[Statement, ...]] = field(default_factory=dict)

    def for_nobody(self, owners: Collection[str]) -> Iterator[Finding]:
        """What is added for an owner of no role: it would be left out without a word."""
        for owner in self.add:
            if owner not in owners:
                near = suggest(owner, owners)
                instead = f'did you mean "{near}"?' if near else "write the logical_id of a function or of the machine"
                message = f'permissions are added for "{owner}", which has no role'
                yield Finding("WF431", Severity.ERROR, message, instead, None)

    def apply(self, owner: str, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """The statements of one role, adjusted. Raises FindingsError (WF431) when narrowing allows more."""
        narrowed = [self._narrowed(owner, each) for each in statements]
        return (*(each for each in narrowed if each is not None), *self.add.get(owner, ()))

    def _narrowed(self, owner: str, statement: Statement) -> Statement | None:
        narrowed = statement if self.narrow is None else self.narrow(owner, statement)
        if narrowed is None or not (narrowed.actions and narrowed.resources):
            return None
        more = [*_other_actions(statement, narrowed), *_other_resources(statement, narrowed)]
        if more:
            raise FindingsError(_wider(owner, statement, narrowed, more))
        return replace(narrowed, passed_to=statement.passed_to, not_by_code=statement.not_by_code)


def _other_actions(before: Statement, after: Statement) -> list[str]:
    return [action for action in after.actions if action not in before.actions]


def _other_resources(before: Statement, after: Statement) -> list[str]:
    """Resources that are not among the statement's. What "*" stands for in those is not known here."""
    if any("*" in target.below for target in before.resources):
        return []
    return ["".join(target) for target in after.resources if target not in before.resources]


def _wider(owner: str, before: Statement, after: Statement, more: Iterable[str]) -> Finding:
    return Finding(
        "WF431",
        Severity.ERROR,
        f"narrowing a statement of {owner} would allow {', '.join(more)}",
        "keep to the statement's own actions and resources, and write what is missing in add",
        next(iter(after.places or before.places), None),
    )

"""Statements as a project wants them: less than was derived, or something beside it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.permissions.statement import Statement

Narrow = Callable[[str, Statement], Statement | None]
"""Given the logical id of a role's owner and a statement: the same, one with fewer actions, or None to leave it out.

The service that a role may be passed to stays what it is, and so does what a function's own code must not call.
"""


@dataclass(frozen=True, slots=True)
class Adjustments:
    """`narrow` sees every derived statement; `add` has further statements by the logical id of the role's owner."""

    narrow: Narrow | None = None
    add: Mapping[str, tuple[Statement, ...]] = field(default_factory=dict)

    def apply(self, owner: str, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """The statements of one role, adjusted. Raises FindingsError (WF431) when narrowing allows another action."""
        narrowed = [self._narrowed(owner, each) for each in statements]
        return (*(each for each in narrowed if each is not None), *self.add.get(owner, ()))

    def _narrowed(self, owner: str, statement: Statement) -> Statement | None:
        narrowed = statement if self.narrow is None else self.narrow(owner, statement)
        if narrowed is None or narrowed is statement:
            return narrowed
        if not set(narrowed.actions) <= set(statement.actions):
            raise FindingsError(_wider(owner, statement, narrowed))
        return replace(narrowed, passed_to=statement.passed_to, not_by_code=statement.not_by_code)


def _wider(owner: str, before: Statement, after: Statement) -> Finding:
    more = ", ".join(action for action in after.actions if action not in before.actions)
    return Finding(
        "WF431",
        Severity.ERROR,
        f"narrowing a statement of {owner} would allow {more}",
        "keep to the statement's own actions, and write what is missing in add",
        next(iter(after.places or before.places), None),
    )

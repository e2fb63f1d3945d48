"""Fewer statements that allow the same."""

from collections.abc import Iterable

from workflow_dsl.permissions.statement import Statement


def merge_statements(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements with those of equal actions, and then those of equal resources, made one: nothing more is allowed.

    Reasons and places of all that went into one are kept, each once.
    """
    by_actions: dict[tuple[object, ...], Statement] = {}
    for each in statements:
        key = (each.passed_to, each.not_by_code, *sorted(each.actions))
        by_actions[key] = _join(by_actions[key], each) if key in by_actions else each
    by_resources: dict[tuple[object, ...], Statement] = {}
    for each in by_actions.values():
        where = (each.passed_to, each.not_by_code, *sorted(each.resources))
        by_resources[where] = _join(by_resources[where], each) if where in by_resources else each
    return tuple(by_resources.values())


def _join(first: Statement, second: Statement) -> Statement:
    reasons = dict.fromkeys([*first.reason.split("; "), *second.reason.split("; ")])
    return Statement(
        tuple(dict.fromkeys([*first.actions, *second.actions])),
        tuple(dict.fromkeys([*first.resources, *second.resources])),
        "; ".join(reasons),
        tuple(dict.fromkeys([*first.sites, *second.sites])),
        first.in_its_name and second.in_its_name,
        first.passed_to,
        first.not_by_code,
    )

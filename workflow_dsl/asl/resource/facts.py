"""Errors that the service itself reports, and its limits."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from workflow_dsl.asl.resource.tables import table


class ErrorName(NamedTuple):
    """`reported_by` lists the state types that can report it; a wildcard is reported by none.

    `catchable`: a catcher or retrier can match it.
    """

    name: str
    meaning: str
    reported_by: tuple[str, ...]
    catchable: bool
    wildcard: bool


@cache
def error_names() -> dict[str, ErrorName]:
    """The names that begin with `States.`, by name.

    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    """
    return {
        name: ErrorName(
            name,
            row["meaning"],
            tuple(row["reported_by"]),
            catchable=row.get("catchable", True),
            wildcard=row.get("wildcard", False),
        )
        for name, row in table("error_names")["errors"].items()
    }


def limit(name: str) -> int:
    """A limit of the service by its name in the table; bytes, characters, seconds or a count, as the table says.

    https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    """
    value: int = table("limits")["limits"][name]["value"]
    return value

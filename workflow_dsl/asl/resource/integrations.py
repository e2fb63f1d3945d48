"""Which services have optimized integrations, and what they support."""

from __future__ import annotations

from functools import cache

from workflow_dsl.asl.resource.kinds import Pattern
from workflow_dsl.asl.resource.tables import table


def service_names() -> tuple[str, ...]:
    """The services with an optimized integration, sorted."""
    return tuple(sorted(table("integrations")["services"]))


def action_names(service: str) -> tuple[str, ...]:
    """The actions of a service that have an optimized integration, sorted; none for a service without."""
    return tuple(sorted(table("integrations")["services"].get(service, {})))


@cache
def patterns(service: str, action: str) -> frozenset[Pattern]:
    """How Standard state machines may call the action; nothing when it has no optimized integration.

    Express state machines may only use REQUEST_RESPONSE.
    https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
    """
    suffixes = table("integrations")["services"].get(service, {}).get(action, ())
    return frozenset(Pattern(suffix) for suffix in suffixes)

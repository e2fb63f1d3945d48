"""All findings of a definition, not the first."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from workflow_dsl.diagnostics import Finding, FindingsError

_gathered: ContextVar[list[Finding] | None] = ContextVar("gathered", default=None)


@contextmanager
def collecting() -> Iterator[list[Finding]]:
    """While it is open, findings are gathered in the list it gives instead of being raised one by one."""
    findings: list[Finding] = []
    token = _gathered.set(findings)
    try:
        yield findings
    finally:
        _gathered.reset(token)


def report(*findings: Finding) -> None:
    """Add findings to those gathered. Raises FindingsError where nobody gathers."""
    gathered = _gathered.get()
    if gathered is None:
        raise FindingsError(*findings)
    gathered.extend(findings)

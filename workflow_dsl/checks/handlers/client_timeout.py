"""WF627."""

import ast
from collections.abc import Iterator

from workflow_dsl.checks.handlers.modules import Handler, Module, file_of, handlers, imports_of, load
from workflow_dsl.checks.handlers.sample_sources import GOOD, handler
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.subject import ReadSource, Subject
from workflow_dsl.diagnostics import Severity

_KEYWORDS = frozenset({"timeout", "read_timeout", "connect_timeout", "total"})
_CLIENT = "import urllib3\nLIMIT = 60\nhttp = urllib3.PoolManager(timeout=urllib3.Timeout(total=LIMIT))\n"


class ClientTimeout(Rule):
    """A client of a handler that waits longer than its function may run."""

    code = "WF627"
    severity = Severity.WARNING
    why = (
        "Lambda stops the function while it still waits: nothing is logged, and nobody can tell whether the "
        "request was done. The inner time-out has to fire first: client < function < state < machine."
    )
    source = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"
    valid = (handler(_CLIENT.replace("60", "10") + GOOD),)
    invalid = (
        handler(_CLIENT + GOOD),
        handler("from botocore.config import Config\nC = Config(read_timeout=30)\n" + GOOD),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look for time-outs among the keywords of all calls, in seconds."""
        seen: set[ast.AST] = set()
        for each in handlers(subject):
            if each.function.timeout is None or subject.read is None:
                continue
            for module, node, seconds in _timeouts(each, subject.read):
                if seconds >= each.function.timeout and node not in seen:
                    seen.add(node)
                    message = (
                        f"a client waits {seconds:,.10g} s, and "
                        f"{each.function.name} may run for {each.function.timeout} s"
                    )
                    instead = f"wait less than {each.function.timeout} s, all attempts included"
                    yield Hit((), message, instead, place=module.place(node))


def _timeouts(each: Handler, read: ReadSource) -> Iterator[tuple[Module, ast.expr, float]]:
    for module in each.modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    seconds = _number(keyword.value, module, read) if keyword.arg in _KEYWORDS else None
                    if seconds is not None:
                        yield module, keyword.value, seconds


def _number(node: ast.expr, module: Module, read: ReadSource) -> float | None:
    """A literal, or a constant of this module or of the one that it was imported from."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.Name(id=name):
            found = _constant(module, name)
            for origin, original, here in imports_of(module):
                other = load(file_of(origin), read) if found is None and here == name else None
                found = _constant(other, original) if other is not None else found
            return found
    return None


def _constant(module: Module, name: str) -> float | None:
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(each, ast.Name) and each.id == name for each in node.targets
        ):
            value = node.value
            if isinstance(value, ast.Constant) and isinstance(value.value, int | float):
                return value.value
    return None

"""WF622."""

from collections.abc import Iterator

from workflow_dsl.checks.handlers.modules import AnyFunctionDef, handlers
from workflow_dsl.checks.handlers.sample_sources import GOOD, handler
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class HandlerSignature(Rule):
    """A handler that cannot be called with an event and a context."""

    code = "WF622"
    severity = Severity.ERROR
    why = "Lambda calls it with exactly these two, by position, and does not await it: every invocation fails."
    source = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    valid = (handler(),)
    invalid = (
        handler(GOOD.replace("(event, context)", "(event)")),
        handler(GOOD.replace("def handler", "async def handler")),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Count the parameters."""
        for each in handlers(subject):
            problem = _problem(each.definition)
            if problem is not None:
                message = f"the handler of {each.function.name} {problem}"
                yield Hit((), message, "write def handler(event, context)", place=each.module.place(each.definition))


def _problem(definition: AnyFunctionDef) -> str | None:
    if type(definition).__name__ == "AsyncFunctionDef":
        return "is async, and nothing awaits it"
    arguments = definition.args
    positional = len(arguments.posonlyargs) + len(arguments.args)
    needed = positional - len(arguments.defaults)
    if needed > 2 or (positional < 2 and arguments.vararg is None):
        return f"takes {positional} argument{'' if positional == 1 else 's'}, and is called with two"
    missing = [
        one.arg for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default is None
    ]
    return f"needs {missing[0]}=, which nobody gives" if missing else None

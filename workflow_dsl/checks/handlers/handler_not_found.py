"""WF621."""

import ast
from collections.abc import Iterator

from workflow_dsl.checks.handlers.modules import binds, definition_of, file_of, load_named
from workflow_dsl.checks.handlers.sample_sources import GOOD, handler
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.subject import Function, ReadSource, Subject
from workflow_dsl.diagnostics import Severity, suggest
from workflow_dsl.source import Place


class HandlerNotFound(Rule):
    """A handler that is not there."""

    code = "WF621"
    severity = Severity.ERROR
    why = "Lambda cannot import it: every invocation fails with Runtime.HandlerNotFound."
    source = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    valid = (
        handler(),
        handler("from shop.errors import Declined as handler\n"),
        handler(name="shop.handler")._replace(sources={"shop/__init__.py": GOOD}),
    )
    invalid = (
        handler(name="shop.pay.handler"),
        handler(name="shop.charge.charge"),
        handler(GOOD.replace("(event", "event")),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Read each handler's file."""
        if subject.read is None:
            return
        for function in {each.handler: each for each in subject.functions.values() if each.handler}.values():
            name, _, attribute = function.handler.rpartition(".")
            module = load_named(name, subject.read)
            if module is None:
                yield _unread(function, file_of(name), subject.read)
            elif definition_of(module, attribute) is None and not binds(module, attribute):
                names = [node.name for node in module.tree.body if hasattr(node, "name")]
                near = suggest(attribute, names)
                instead = f"did you mean {near}?" if near else f"write def {attribute}(event, context)"
                message = f"{module.file} has no function {attribute}, the handler of {function.name}"
                yield Hit((), message, instead, place=_place(function, module.file))


def _unread(function: Function, file: str, read: ReadSource) -> Hit:
    """What keeps a module from being read: it is not there, or it is no Python."""
    try:
        ast.parse(read(file))
    except SyntaxError as error:
        message = f"{file}, the module of the handler of {function.name}, is no Python: {error.msg}"
        return Hit((), message, "mend the line", place=Place(file, error.lineno or 1, error.offset or 1))
    except UnicodeDecodeError as error:
        message = f"{file}, the module of the handler of {function.name}, is no text in UTF-8"
        return Hit((), message, "save it as UTF-8", place=Place.of_byte(file, error.object, error.start))
    except (KeyError, FileNotFoundError, NotADirectoryError, IsADirectoryError):
        pass
    except OSError as error:
        said = error.strerror or error
        message = f"{file}, the module of the handler of {function.name}, cannot be read: {said}"
        return Hit((), message, "make it a file that can be read", place=_place(function, file))
    message = f"there is no file {file}, which the handler of {function.name} is in"
    return Hit((), message, "write it, or mend the name in handler=", place=_place(function, file))


def _place(function: Function, file: str) -> Place:
    return Place(file, 1, 1) if function.site is None else function.site.argument("handler")

"""Folding keeps what a handler does and what its author wrote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tests.packaging.handler_project import Project

Write = Callable[[dict[str, str]], Project]


def test_a_handler_and_its_modules_become_one_source(project: Write) -> None:
    folded = project(
        {
            "lambdas/shop/money.py": '''
                """Money."""

                from decimal import Decimal

                # ISO 4217 calls this the exponent.
                EXPONENTS = {"EUR": 2, "JPY": 0}


                def minor_units(amount: str, currency: str) -> int:
                    """Whole minor units."""
                    return int(Decimal(amount) * 10 ** EXPONENTS[currency])  # noqa: RUF001


                def never_called() -> None:
                    raise NotImplementedError
            ''',
            "lambdas/shop/pay.py": '''
                """Pay."""

                import json
                import os  # noqa: F401
                from decimal import Decimal
                from typing import Any

                from lambdas.shop.money import minor_units


                def handler(event: dict[str, Any], context: object) -> str:
                    return json.dumps(minor_units(event["amount"], event["currency"]) + Decimal(0) * 0 == 0)
            ''',
        }
    ).fold("lambdas.shop.pay.handler")
    expected = """
        import json
        from decimal import Decimal
        from typing import Any

        # lambdas/shop/money.py
        # ISO 4217 calls this the exponent.
        EXPONENTS = {"EUR": 2, "JPY": 0}


        def minor_units(amount: str, currency: str) -> int:
            return int(Decimal(amount) * 10 ** EXPONENTS[currency])


        # lambdas/shop/pay.py
        def handler(event: dict[str, Any], context: object) -> str:
            return json.dumps(minor_units(event["amount"], event["currency"]) + Decimal(0) * 0 == 0)
    """
    assert folded == dedent(expected).removeprefix("\n")


SAMPLES: dict[str, tuple[dict[str, str], object, object]] = {
    "a_function_that_calls_a_later_one": (
        {
            "lambdas/main.py": """
                def handler(event, context):
                    return later(event)


                def later(event):
                    return event + 1
            """
        },
        1,
        2,
    ),
    "a_local_variable_named_as_a_function_of_another_module": (
        {
            "lambdas/other.py": """
                def total(items):
                    return sum(items)


                def count(items):
                    return len(items)
            """,
            "lambdas/main.py": """
                from lambdas.other import count


                def handler(event, context):
                    total = count(event)
                    return [total for total in [total]]
            """,
        },
        [4, 5],
        [2],
    ),
    "a_name_given_to_an_import_by_as": (
        {
            "lambdas/other.py": """
                class Order:
                    id = 7
            """,
            "lambdas/main.py": """
                from lambdas.other import Order as Purchase


                def handler(event, context):
                    return Purchase.id
            """,
        },
        None,
        7,
    ),
    "a_name_that_a_module_passes_on": (
        {
            "lambdas/deep.py": """
                from json import dumps as to_text

                LIMIT = 3
            """,
            "lambdas/middle.py": """
                from lambdas.deep import LIMIT, to_text
            """,
            "lambdas/main.py": """
                from lambdas.middle import LIMIT, to_text as text


                def handler(event, context):
                    return text(LIMIT)
            """,
        },
        None,
        "3",
    ),
    "a_package_that_defines_names": (
        {
            "lambdas/shop/__init__.py": "VERSION = 2\n",
            "lambdas/main.py": """
                from lambdas.shop import VERSION


                def handler(event, context):
                    return VERSION
            """,
        },
        None,
        2,
    ),
    "constants_in_decorators_and_defaults": (
        {
            "lambdas/settings.py": """
                TIMES = 3
                BASE = 10
            """,
            "lambdas/main.py": """
                import functools

                from lambdas.settings import BASE, TIMES


                def repeated(times):
                    def decorate(function):
                        @functools.wraps(function)
                        def call(*arguments):
                            return [function(*arguments) for _ in range(times)]

                        return call

                    return decorate


                @repeated(times=TIMES)
                def handler(event, context, base=BASE):
                    return event + base
            """,
        },
        1,
        [11, 11, 11],
    ),
    "functions_that_register_themselves": (
        {
            "lambdas/routes.py": """
                class Router:
                    def __init__(self):
                        self.known = {}

                    def route(self, name):
                        return lambda function: self.known.setdefault(name, function)


                app = Router()


                @app.route("hello")
                def hello():
                    return "hello"
            """,
            "lambdas/main.py": """
                from lambdas.routes import app


                @app.route("bye")
                def bye():
                    return "bye"


                def handler(event, context):
                    return [app.known[name]() for name in sorted(app.known)]
            """,
        },
        None,
        ["bye", "hello"],
    ),
    "statements_that_change_what_is_kept": (
        {
            "lambdas/tables.py": """
                import os

                RATES = {}
                RATES["EUR"] = 1
                RATES.update(USD=2)
                NAMES = ["a"]
                NAMES += ["b"]
                os.environ["SEEN"] = "yes"
                os.environ.setdefault("MORE", "too")
            """,
            "lambdas/main.py": """
                import os

                from lambdas.tables import NAMES, RATES


                def handler(event, context):
                    return [RATES, NAMES, os.environ["SEEN"], os.environ["MORE"]]
            """,
        },
        None,
        [{"EUR": 1, "USD": 2}, ["a", "b"], "yes", "too"],
    ),
    "branches_at_the_top": (
        {
            "lambdas/main.py": """
                import sys

                try:
                    import no_such_module as fast
                except ImportError:
                    fast = None

                if sys.version_info >= (3, 11):
                    KIND = "new"
                else:
                    KIND = "old"

                for number in range(3):
                    last = number


                def handler(event, context):
                    return [KIND, last, fast]


                if __name__ == "__main__":
                    print(handler(None, None))
            """
        },
        None,
        ["new", 2, None],
    ),
    "names_for_type_checkers_only": (
        {
            "lambdas/main.py": """
                from __future__ import annotations

                from typing import TYPE_CHECKING

                if TYPE_CHECKING:
                    from no_such_package.typing import LambdaContext

                    from lambdas.nowhere import Event


                def handler(event: Event, context: LambdaContext) -> Event:
                    return event
            """
        },
        5,
        5,
    ),
    "pydantic_models_that_name_later_ones": (
        {
            "lambdas/contracts.py": """
                from __future__ import annotations

                from dataclasses import dataclass
                from typing import Annotated, Literal

                from pydantic import BaseModel, Field

                Identifier = Annotated[str, Field(pattern="^[a-z]+$")]
                Kind = Literal["card", "cash"]


                class Order(BaseModel):
                    id: Identifier
                    lines: list[Line]
                    kind: Kind = "card"
                    parent: Order | None = None


                class Line(BaseModel):
                    sku: str
                    price: Price


                @dataclass
                class Price:
                    amount: int
            """,
            "lambdas/main.py": """
                from lambdas.contracts import Order


                def handler(event, context):
                    return Order.model_validate(event).model_dump(mode="json")
            """,
        },
        {"id": "a", "lines": [{"sku": "s", "price": {"amount": 1}}]},
        {"id": "a", "lines": [{"sku": "s", "price": {"amount": 1}}], "kind": "card", "parent": None},
    ),
    "quoted_types": (
        {
            "lambdas/main.py": """
                from typing import Optional, cast

                from pydantic import BaseModel, TypeAdapter


                class Tree(BaseModel):
                    left: "Optional[Leaf]" = None
                    right: list["Leaf"] = []


                class Leaf(BaseModel):
                    size: int


                class Only(BaseModel):
                    size: int


                def handler(event, context):
                    adapted = TypeAdapter("Only").validate_python({"size": 1})
                    return [Tree.model_validate(event).model_dump(), cast("Only", adapted).size]
            """
        },
        {"left": {"size": 1}, "right": [{"size": 2}]},
        [{"left": {"size": 1}, "right": [{"size": 2}]}, 1],
    ),
    "a_client_made_on_first_use": (
        {
            "lambdas/client.py": """
                _made = None
                calls = 0


                def client():
                    global _made, calls
                    if _made is None:
                        calls += 1
                        _made = object()
                    return calls
            """,
            "lambdas/main.py": """
                from lambdas.client import client


                def handler(event, context):
                    return [client(), client()]
            """,
        },
        None,
        [1, 1],
    ),
    "a_class_that_reads_a_constant_of_its_own_name": (
        {
            "lambdas/main.py": """
                status = "open"


                class Row:
                    status = status


                def handler(event, context):
                    return Row.status
            """
        },
        None,
        "open",
    ),
    "two_statements_on_a_line_and_strings_with_hashes": (
        {
            "lambdas/main.py": '''
                A = 1; B = 2
                TEXT = """
                # noqa is text here
                """


                def handler(event, context):
                    "Documented on one line."
                    return [A + B, TEXT, "# type: ignore"]
            '''
        },
        None,
        [3, "\n# noqa is text here\n", "# type: ignore"],
    ),
    "code_that_reads_its_docstring": (
        {
            "lambdas/main.py": '''
                def handler(event, context):
                    """What it says."""
                    return handler.__doc__
            '''
        },
        None,
        "What it says.",
    ),
    "async_functions_and_generators": (
        {
            "lambdas/other.py": """
                async def numbers():
                    for number in range(3):
                        yield number
            """,
            "lambdas/main.py": """
                import asyncio

                from lambdas.other import numbers


                async def collect():
                    return [number async for number in numbers()]


                def handler(event, context):
                    return asyncio.run(collect())
            """,
        },
        None,
        [0, 1, 2],
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_folded_it_answers_as_its_modules_do(project: Write, name: str) -> None:
    files, event, answer = SAMPLES[name]
    assert project(files).run_both(event) == answer


@pytest.mark.parametrize("name", SAMPLES)
def test_a_folded_source_stays_formatted(project: Write, name: str) -> None:
    """Source that the formatter left alone is left alone after folding too, imports included."""
    written = project(SAMPLES[name][0])
    _ruff(written.root, "format", "lambdas")
    folded = written.root / "index.py"
    folded.write_text(written.fold(), encoding="utf-8")
    _ruff(written.root, "format", "--diff", "index.py")
    _ruff(written.root, "check", "--select", "I,F401,F811", "index.py")


def _ruff(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--line-length", "120", "--no-cache"]
    done = subprocess.run([*command, "--quiet"], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_handler_cannot_reach_is_left_out(project: Write) -> None:
    text = project(
        {
            "lambdas/other.py": """
                    import base64
                    import json

                    from lambdas.third import unused_too

                    __all__ = ["Kept", "dropped"]
                    CONSTANT = base64.b64encode(b"x")


                    class Kept:
                        '''Only this docstring in it.'''


                    def dropped():
                        return json.dumps(unused_too)
                """,
            "lambdas/third.py": "unused_too = 1\n",
            "lambdas/main.py": """
                    from lambdas.other import Kept, dropped


                    def handler(event, context):
                        return Kept
                """,
        }
    ).fold()
    expected = """
        # lambdas/other.py
        class Kept:
            pass


        # lambdas/main.py
        def handler(event, context):
            return Kept
    """
    assert text == dedent(expected).removeprefix("\n")


def test_docstrings_are_left_out(project: Write) -> None:
    written = project({"lambdas/main.py": 'def handler(event, context):\n    """Says what."""\n\n    return 1\n'})
    assert written.fold() == "def handler(event, context):\n    return 1\n"


def test_a_long_import_is_wrapped(project: Write) -> None:
    names = ", ".join(f"A{'b' * 20}{number}" for number in range(8))
    written = project(
        {"lambdas/main.py": f"from pydantic import {names}\n\n\ndef handler(event, context):\n    return [{names}]\n"}
    )
    assert written.fold().startswith("from pydantic import (\n    Abbbbbbbbbbbbbbbbbbbb0,\n")


def test_a_handler_may_have_any_name(project: Write) -> None:
    written = project({"lambdas/main.py": "def on_event(event, context):\n    return 1\n"})
    assert written.run_both(handler="lambdas.main.on_event") == 1

"""What cannot be folded is refused with the place in the author's own module, and with what to write instead."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import resources

import pytest

from tests.packaging.handler_project import Project
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.packaging import fold_handler, read_source
from workflow_dsl.source import Place

Write = Callable[[dict[str, str]], Project]

HANDLER = "def handler(event, context):\n    return {}\n"
INSTEAD = (
    "use the standard library, boto3, urllib3, pydantic or Powertools, or give the function what brings it: "
    'requirements="lambdas/.../requirements.txt"'
)
OR_ZIP = ', or give the function packaging="zip"'
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHER = "value = 1\n\n\ndef other():\n    return 1\n"

REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "a_star": (
        {"lambdas/main.py": f"from lambdas.other import *\n\n\n{HANDLER.format('value')}", "lambdas/other.py": OTHER},
        'lambdas/main.py:1:1: WF601 error: "from lambdas.other import *" hides which names it binds; '
        f"import each name that is used{OR_ZIP}",
    ),
    "a_star_from_outside": (
        {"lambdas/main.py": f"from math import *\n\n\n{HANDLER.format('pi')}"},
        'lambdas/main.py:1:1: WF601 error: "from math import *" hides which names it binds; '
        f"import each name that is used{OR_ZIP}",
    ),
    "a_relative_import": (
        {"lambdas/main.py": f"from .other import value\n\n\n{HANDLER.format('value')}", "lambdas/other.py": OTHER},
        'lambdas/main.py:1:1: WF602 error: relative import of ".other"; '
        f"name the module in full, from the top-level folder{OR_ZIP}",
    ),
    "a_module_as_a_whole": (
        {"lambdas/main.py": f"import lambdas.other\n\n\n{HANDLER.format('1')}", "lambdas/other.py": OTHER},
        'lambdas/main.py:1:1: WF603 error: "lambdas.other" is imported as a whole, and a folded source has no modules; '
        f'write "from lambdas.other import ..."{OR_ZIP}',
    ),
    "a_module_from_its_package": (
        {
            "lambdas/main.py": f"from lambdas.shop import other\n\n\n{HANDLER.format('other.value')}",
            "lambdas/shop/__init__.py": "",
            "lambdas/shop/other.py": OTHER,
        },
        'lambdas/main.py:1:1: WF603 error: "lambdas.shop.other" is imported as a whole, and a folded source has no '
        f'modules; write "from lambdas.shop.other import ..."{OR_ZIP}',
    ),
    "a_name_with_two_meanings": (
        {
            "lambdas/main.py": f"from lambdas.other import other\n\nvalue = 2\n\n\n{HANDLER.format('value + other()')}",
            "lambdas/other.py": OTHER.replace("return 1", "return value"),
        },
        'lambdas/main.py:3:1: WF604 error: "value" means something else at lambdas/other.py:1, and a folded source is '
        f"one module; give one of the two another name{OR_ZIP}",
    ),
    "an_import_with_two_meanings": (
        {
            "lambdas/main.py": "from lambdas.other import other\n"
            f"from marshal import loads\n\n\n{HANDLER.format('loads(other())')}",
            "lambdas/other.py": "from json import loads\n\n\ndef other():\n    return loads('1')\n",
        },
        'lambdas/main.py:2:1: WF604 error: "loads" means something else at lambdas/other.py:1, and a folded source is '
        f"one module; give one of the two another name{OR_ZIP}",
    ),
    "a_built_in_hidden_by_another_module": (
        {
            "lambdas/main.py": f"from lambdas.other import other\n\n\n{HANDLER.format('id(other())')}",
            "lambdas/other.py": "def other():\n    return id()\n\n\ndef id():\n    return 1\n",
        },
        'lambdas/other.py:5:1: WF604 error: "id" means something else at lambdas/main.py:4, and a folded source is '
        f"one module; give one of the two another name{OR_ZIP}",
    ),
    "a_missing_module": (
        {"lambdas/main.py": f"from lambdas.othr import value\n\n\n{HANDLER.format('value')}"},
        'lambdas/main.py:1:1: WF605 error: no module "lambdas.othr": there is no file lambdas/othr.py; '
        "mend the name or add the file",
    ),
    "a_missing_name": (
        {"lambdas/main.py": f"from lambdas.other import valu\n\n\n{HANDLER.format('valu')}", "lambdas/other.py": OTHER},
        'lambdas/main.py:1:1: WF606 error: "lambdas.other" does not define "valu"; did you mean "value"?',
    ),
    "a_missing_handler": (
        {"lambdas/main.py": "def handle(event, context):\n    return 1\n"},
        'lambdas/main.py:1:1: WF606 error: "lambdas.main" does not define "handler"; did you mean "handle"?',
    ),
    "a_syntax_error": (
        {"lambdas/main.py": "def handler(event, context:\n    return 1\n"},
        f"lambdas/main.py:1:12: WF607 error: this is not Python {HERE}, which reads it here: '(' was never closed; "
        "mend the syntax, or compile with the Python that it is written for",
    ),
    "modules_that_import_each_other": (
        {
            "lambdas/main.py": f"from lambdas.other import other\n\n\n{HANDLER.format('other()')}",
            "lambdas/other.py": "from lambdas.main import handler\n\n\ndef other():\n    return handler\n",
        },
        "lambdas/other.py:1:1: WF609 error: modules import each other: lambdas.main -> lambdas.other -> lambdas.main; "
        f"move what both need into a third module{OR_ZIP}",
    ),
    "an_import_inside_a_function": (
        {
            "lambdas/main.py": "def handler(event, context):\n"
            "    from lambdas.other import value\n\n    return value\n",
            "lambdas/other.py": OTHER,
        },
        'lambdas/main.py:2:5: WF610 error: "lambdas.other" is imported inside a block, and its code is folded in at '
        f"the top; move the import to the top of the module{OR_ZIP}",
    ),
    "a_file_beside_the_source": (
        {"lambdas/main.py": "HERE = __file__\n\n\ndef handler(event, context):\n    return HERE\n"},
        'lambdas/main.py:1:8: WF611 error: "__file__" is the folded file in Lambda, not this module; '
        'read the data from the environment, or give the function its files, as files=["lambdas/shop/rates.json"]',
    ),
    "a_module_that_lambda_does_not_have": (
        {"lambdas/main.py": f"import requests\n\n\n{HANDLER.format('requests')}"},
        f'lambdas/main.py:1:1: WF612 error: "requests" is not there on Lambda; {INSTEAD}',
    ),
    "a_module_of_the_standard_library_that_lambda_s_python_does_not_have": (
        {"lambdas/main.py": f"import cgi\n\n\n{HANDLER.format('cgi')}"},
        f'lambdas/main.py:1:1: WF612 error: "cgi" is not there on Lambda; {INSTEAD}',
    ),
    "a_module_that_lambda_does_not_have_in_a_function": (
        {"lambdas/main.py": "def handler(event, context):\n    from numpy import array\n\n    return array\n"},
        f'lambdas/main.py:2:5: WF612 error: "numpy" is not there on Lambda; {INSTEAD}',
    ),
    "a_file_beside_the_handler_without_its_package": (
        {
            "lambdas/refund/check.py": "from contracts import Item\n",
            "lambdas/refund/contracts.py": "class Item:\n    pass\n",
            "lambdas/main.py": "from lambdas.refund.check import Item\n\n\n"
            "def handler(event, context):\n    return Item\n",
        },
        'lambdas/refund/check.py:1:1: WF612 error: "contracts" is not there on Lambda; '
        "write from lambdas.refund.contracts import ...",
    ),
    "a_module_of_another_folder_of_the_project": (
        {
            "lambdas/main.py": f"from shop.money import CENTS\n\n\n{HANDLER.format('CENTS')}",
            "shop/money.py": "CENTS = 100\n",
        },
        'lambdas/main.py:1:1: WF612 error: "shop.money" is not there on Lambda; only modules of lambdas/ are folded '
        "in: move it there and write from lambdas.shop.money import ...",
    ),
    "a_handler_that_is_a_class": (
        {
            "lambdas/main.py": "from lambdas.other import Order as handler\n",
            "lambdas/other.py": "LIMIT = 1\nclass Order:\n    pass\n",
        },
        'lambdas/other.py:2:1: WF613 error: "lambdas.main.handler" is a class, and Lambda calls a function with an '
        "event and a context; name a function: def handler(event, context)",
    ),
    "a_handler_that_is_a_value": (
        {"lambdas/main.py": "handler = {'a': 1}\n"},
        'lambdas/main.py:1:1: WF613 error: "lambdas.main.handler" is a value, and Lambda calls a function with an '
        "event and a context; name a function: def handler(event, context)",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_folded_is_refused(project: Write, name: str) -> None:
    files, message = REFUSED[name]
    assert project(files).refused() == [message]


def test_all_faults_of_all_modules_are_told_at_once(project: Write) -> None:
    written = project(
        {
            "lambdas/main.py": f"import lambdas.other\nfrom lambdas.more import one\n\n\n{HANDLER.format('one')}",
            "lambdas/more.py": "from .nothing import x\nfrom lambdas.missing import y\n",
        }
    )
    codes = [line.split()[1] for line in written.refused()]
    assert codes == ["WF603", "WF606", "WF602", "WF605"]


def test_a_missing_handler_module_is_refused(project: Write) -> None:
    assert project({}).refused("lambdas.nowhere.handler") == [
        'WF605 error: no module "lambdas.nowhere": there is no file lambdas/nowhere.py; mend the name or add the file'
    ]


def test_a_file_that_is_not_text_is_refused(project: Write) -> None:
    written = project({"lambdas/main.py": ""})
    (written.root / "lambdas/main.py").write_bytes(b"\xff\xfe")
    assert written.refused()[0].startswith("lambdas/main.py:1:1: WF607 error: this is not Python: 'utf-8' codec")


def test_a_source_that_lambda_does_not_take_inline_is_refused() -> None:
    text = f"TEXT = {'x' * 5_000_000!r}\n\n\ndef handler(event, context):\n    return TEXT\n"
    with pytest.raises(FindingsError) as caught:
        fold_handler("lambdas.main.handler", {"lambdas/main.py": text}.__getitem__)
    assert str(caught.value) == (
        "lambdas/main.py:1:1: WF608 error: the folded source has 5,000,057 bytes, and Lambda takes 4,194,304 inline; "
        f"leave something out{OR_ZIP}"
    )


def test_a_name_that_only_left_out_code_binds_twice_is_no_clash(project: Write) -> None:
    written = project(
        {
            "lambdas/main.py": f"from lambdas.other import other\n\n\nvalue = 2\n\n\n{HANDLER.format('other()')}",
            "lambdas/other.py": OTHER,
        }
    )
    assert "value" not in written.fold()


def test_a_name_may_be_imported_and_then_defined_in_its_own_module(project: Write) -> None:
    written = project(
        {
            "lambdas/main.py": "from json import dumps\n\n\n"
            "def dumps(value, plain=dumps):\n    return plain([value])\n\n\n"
            "def handler(event, context):\n    return dumps(event)\n"
        }
    )
    assert written.run_both(1) == "[1]"


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    import orjson\nexcept ImportError:\n    orjson = None\n\n\n"
        "def handler(event, context):\n    return orjson\n",
        "import boto3\nfrom dateutil.parser import parse\n\n\ndef handler(event, context):\n    return boto3, parse\n",
        "import requests\n\n\ndef handler(event, context):\n    return {}\n",
        "def make():\n    return lambda event, context: event\n\n\nhandler = make()\n",
        "limit = 1; handler = lambda event, context: limit\n",
    ],
    ids=["prepared", "in the runtime", "left out", "made by a call", "after a value on its line"],
)
def test_what_lambda_can_import_and_call_is_folded(project: Write, source: str) -> None:
    assert "handler" in project({"lambdas/main.py": source}).fold()


def test_every_module_that_may_be_imported_has_a_source() -> None:
    text = (resources.files("workflow_dsl.packaging") / "lambda_modules.json").read_text(encoding="utf-8")
    for held in json.loads(text).values():
        assert held["source"].startswith("https://")
        assert held["modules"] == sorted(held["modules"])


def test_a_fault_of_the_handler_s_name_is_told_where_it_is_written(project: Write) -> None:
    written = project({"lambdas/main.py": "class Order:\n    pass\n"})
    place = Place("definitions/shop/workflow.py", 7, 21)
    for handler, code in (("main.Order", "WF613"), ("main.handler", "WF606"), ("missing.handler", "WF605")):
        with pytest.raises(FindingsError) as caught:
            fold_handler(f"lambdas.{handler}", read_source(written.root), place=place)
        assert str(caught.value).startswith(f"definitions/shop/workflow.py:7:21: {code} error: ")

"""What no zip can be made of is refused before anything is built, with what to write instead; and nothing else is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.handler_project import Project
from tests.packaging.zip_plans import HANDLER, plan, refused
from workflow_dsl.packaging.availability import on_lambda

Write = Callable[[dict[str, str]], Project]

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
OR_ANOTHER = "mend the syntax, or compile with the Python that it is written for"
ON_LAMBDA = (
    "use the standard library, boto3, urllib3, pydantic or Powertools, or give the function what brings it: "
    'requirements="lambdas/.../requirements.txt"'
)

REFUSED: dict[str, tuple[dict[str, str], dict[str, Any], str]] = {
    "a_file_of_requirements_that_is_not_there": (
        {"lambdas/shop/main.py": HANDLER},
        {"requirements": "lambdas/shop/requirements.txt"},
        "WF614 there is no file lambdas/shop/requirements.txt; write what the function needs into a file beside it, "
        "and pin that: uv pip compile lambdas/shop/requirements.in --universal --python-version 3.11 --generate-hashes "
        "-o lambdas/shop/requirements.txt",
    ),
    "a_pattern_that_no_file_has": (
        {"lambdas/shop/main.py": HANDLER},
        {"files": ["lambdas/shop/*.json"]},
        "WF614 there is no file lambdas/shop/*.json; write a path or a pattern below the project's folder, as "
        "lambdas/shop/*.json",
    ),
    "the_folder_itself": (
        {"lambdas/shop/main.py": HANDLER},
        {"files": ["."]},
        "WF614 there is no file .; write a path or a pattern below the project's folder, as lambdas/shop/*.json",
    ),
    "the_folder_itself_with_a_slash": (
        {"lambdas/shop/main.py": HANDLER},
        {"files": ["./"]},
        "WF614 there is no file ./; write a path or a pattern below the project's folder, as lambdas/shop/*.json",
    ),
    "a_folder": (
        {"lambdas/shop/main.py": HANDLER},
        {"files": ["lambdas/shop"]},
        "WF614 there is no file lambdas/shop; write a path or a pattern below the project's folder, as "
        "lambdas/shop/*.json",
    ),
    "two_stars_within_a_part": (
        {"lambdas/shop/main.py": HANDLER, "lambdas/shop/rates.json": "{}"},
        {"files": ["lambdas/**.json"]},
        "WF614 there is no file lambdas/**.json; ** is a part of its own: write lambdas/**/*.json",
    ),
    "a_library_without_requirements": (
        {"lambdas/shop/main.py": f"import requests\n\n\n{HANDLER}"},
        {},
        f'WF612 "requests" is not there on Lambda; {ON_LAMBDA}',
    ),
    "a_module_of_another_folder": (
        {"lambdas/shop/main.py": f"import shared.money\n\n\n{HANDLER}", "shared/money.py": ""},
        {},
        'WF612 "shared.money" is not there on Lambda; move it to lambdas/, or name it: files=["shared/money.py"]',
    ),
    "a_missing_module": (
        {"lambdas/shop/main.py": f"from .missing import x\n\n\n{HANDLER}"},
        {},
        'WF605 no module "lambdas.shop.missing": there is no file lambdas/shop/missing.py; mend the name or add the '
        "file",
    ),
    "a_relative_import_beyond_the_top": (
        {"lambdas/shop/main.py": f"from ...json import loads\n\n\n{HANDLER}", "lambdas/json.py": "loads = 1\n"},
        {},
        'WF605 relative import of "...json" leads out of the top-level folder; name the module in full, from the '
        "top-level folder",
    ),
    "a_relative_import_far_beyond_the_top": (
        {"lambdas/shop/main.py": f"from ....shop.helper import y\n\n\n{HANDLER}", "lambdas/shop/helper.py": "y = 1\n"},
        {},
        'WF605 relative import of "....shop.helper" leads out of the top-level folder; name the module in full, from '
        "the top-level folder",
    ),
    "a_relative_import_in_no_folder": (
        {"main.py": f"from . import helper\n\n\n{HANDLER}", "helper.py": ""},
        {"handler": "main.handler"},
        'WF605 relative import of "." leads out of the top-level folder; name the module in full, from the '
        "top-level folder",
    ),
    "a_missing_name": (
        {"lambdas/shop/main.py": f"from .helper import pric\n\n\n{HANDLER}", "lambdas/shop/helper.py": "price = 1\n"},
        {},
        'WF606 "lambdas.shop.helper" does not define "pric"; did you mean "price"?',
    ),
    "a_missing_name_of_a_folder": (
        {"lambdas/shop/main.py": f"from lambdas.shop import prices\n\n\n{HANDLER}"},
        {},
        'WF606 "lambdas.shop" does not define "prices"; define it at the top of that module or mend the name',
    ),
    "a_missing_handler": (
        {"lambdas/shop/main.py": "def handle(event, context):\n    return 1\n"},
        {},
        'WF606 "lambdas.shop.main" does not define "handler"; did you mean "handle"?',
    ),
    "a_handler_that_is_a_class": (
        {"lambdas/shop/main.py": "class handler:\n    pass\n"},
        {},
        'WF613 "lambdas.shop.main.handler" is a class, and Lambda calls a function with an event and a context; '
        "name a function: def handler(event, context)",
    ),
    "a_syntax_error": (
        {"lambdas/shop/main.py": "def handler(:\n"},
        {},
        f"WF607 this is not Python {HERE}, which reads it here: invalid syntax; {OR_ANOTHER}",
    ),
    "no_handler_module": (
        {},
        {},
        'WF605 no module "lambdas.shop.main": there is no file lambdas/shop/main.py; mend the name or add the file',
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_become_a_zip_is_refused(project: Write, name: str) -> None:
    files, fields, message = REFUSED[name]

    assert refused(project(files).root, **fields) == [message]


def test_a_listed_source_that_is_not_utf_8_is_refused(project: Write) -> None:
    root = project({"lambdas/shop/main.py": HANDLER}).root
    (root / "lambdas/shop/label.py").write_bytes(b"# -*- coding: latin-1 -*-\nLABEL = '\xfc'\n")

    (told,) = refused(root, files=["lambdas/shop/*.py"])

    assert told.startswith("WF607 this is not Python: 'utf-8' codec can't decode byte 0xfc")
    assert told.endswith("; save it as UTF-8")


def test_a_file_whose_name_is_not_utf_8_is_refused(project: Write) -> None:
    root = project({"lambdas/shop/main.py": HANDLER}).root
    try:
        (root / os.fsdecode(b"lambdas/shop/\xff.json")).write_text("{}")
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")

    told = r"WF614 the name of the file lambdas/shop/\xff.json is not UTF-8; give it another name"
    assert refused(root, files=["lambdas/shop/*.json"]) == [told]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no file here that root cannot read")
def test_a_file_that_cannot_be_read_is_refused(project: Write) -> None:
    root = project({"lambdas/shop/main.py": HANDLER}).root
    (root / "lambdas/shop/rates.bin").symlink_to("/proc/self/mem")

    (told,) = refused(root, files=["lambdas/shop/rates.bin"])

    assert told.startswith("WF614 the file lambdas/shop/rates.bin cannot be read: ")


DEFINED = {
    "a name": "price = 1\n",
    "a name in a block": "if True:\n    price = 1\n",
    "a global": "def fill():\n    global price\n    price = 1\n\n\nfill()\n",
    "an import": "from json import loads as price\n",
    "an import in a block": "try:\n    from json import loads as price\nexcept ImportError:\n    pass\n",
    "a star": "from json import *\n",
    "a relative star in a block": "try:\n    from .stars import *\nexcept ImportError:\n    pass\n",
    "a function for what is missing": "def __getattr__(name):\n    return 1\n",
    "names that are made": "globals().update(price=1)\n",
    "a class": "class price:\n    pass\n",
}


@pytest.mark.parametrize("way", DEFINED)
def test_a_name_can_be_defined_in_every_way_that_python_knows(project: Write, way: str) -> None:
    main = "from .helper import price, __doc__\n\n\n" + HANDLER
    root = project({"lambdas/shop/main.py": main, "lambdas/shop/helper.py": DEFINED[way]}).root

    assert "lambdas/shop/helper.py" in plan(root).files


def test_names_that_the_author_has_prepared_to_miss_may_be_missing(project: Write) -> None:
    source = (
        "try:\n    from .helper import fast\n    from ....beyond import x\nexcept ImportError:\n    fast = None\n\n\n"
    )
    root = project({"lambdas/shop/main.py": source + HANDLER, "lambdas/shop/helper.py": ""}).root

    assert list(plan(root).files) == ["lambdas/shop/helper.py", "lambdas/shop/main.py"]


def test_a_module_of_another_folder_that_is_listed_travels_along(project: Write) -> None:
    root = project({"lambdas/shop/main.py": f"import shared.money\n\n\n{HANDLER}", "shared/money.py": ""}).root

    assert list(plan(root, files=["shared/*.py"]).files) == ["lambdas/shop/main.py", "shared/money.py"]


def test_new_modules_of_lambda_s_python_are_there_and_old_ones_are_not(project: Write) -> None:
    """Whichever Python compiles."""
    source = "import annotationlib\nfrom compression import zstd\nimport sre_parse\n" + HANDLER
    assert plan(project({"lambdas/shop/main.py": source}).root).files

    told = refused(project({"lambdas/shop/main.py": "import cgi\nimport profiling\n" + HANDLER}).root)
    assert [each.partition(";")[0] for each in told] == [
        'WF612 "cgi" is not there on Lambda',
        'WF612 "profiling" is not there on Lambda',
    ]


STANDARD: dict[str, tuple[set[str], set[str]]] = {
    "3.11": ({"cgi", "imp", "_compression"}, {"annotationlib", "compression", "_interpreters"}),
    "3.15": ({"profiling"}, {"sre_compile", "sre_constants", "sre_parse"}),
}


@pytest.mark.parametrize("version", STANDARD)
def test_what_is_on_lambda_does_not_depend_on_the_python_that_compiles(
    monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    here = on_lambda()
    more, fewer = STANDARD[version]
    monkeypatch.setattr(sys, "stdlib_module_names", (sys.stdlib_module_names | more) - fewer)

    assert on_lambda.__wrapped__() == here

"""What a zip holds, and the name that follows from it: found without a network, and the same on every machine."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.handler_project import Project
from workflow_dsl import LambdaFunction
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.packaging import Asset, lambda_platform, plan_asset, this_machine
from workflow_dsl.packaging.availability import on_lambda

Write = Callable[[dict[str, str]], Project]

PLATFORM = lambda_platform("x86_64", "3.13")
HANDLER = "def handler(event, context):\n    return {}\n"
HASH = "a" * 64
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
OR_ANOTHER = "mend the syntax, or compile with the Python that it is written for"
PINNED = {"lambdas/shop/requirements.txt": f"pricing==1.0 --hash=sha256:{HASH}\n"}
ON_LAMBDA = (
    "use the standard library, boto3, urllib3, pydantic or Powertools, or give the function what brings it: "
    'requirements="lambdas/.../requirements.txt"'
)


def plan(root: Path, **fields: Any) -> Asset:
    """The zip of a function whose handler is in lambdas/shop/main.py."""
    named = {"handler": "lambdas.shop.main.handler", "input": dict, "output": dict, "packaging": "zip"}
    return plan_asset(LambdaFunction("Price", **{**named, **fields}), root, PLATFORM)


def refused(root: Path, **fields: Any) -> list[str]:
    with pytest.raises(FindingsError) as caught:
        plan(root, **fields)
    return [f"{finding.code} {finding.message}; {finding.instead}" for finding in caught.value.findings]


def test_a_zip_holds_what_the_handler_imports_in_whatever_way_and_nothing_else(project: Write) -> None:
    files = {
        "lambdas/__init__.py": "",
        "lambdas/shop/__init__.py": "from . import start\n",
        "lambdas/shop/start.py": "",
        "lambdas/shop/main.py": "from .stars import *\nimport lambdas.shop.whole\nfrom lambdas.shop import named\n"
        "from ..common import helper\nfrom .deep.inner import value\n\n\ndef handler(event, context):\n"
        "    from lambdas.shop.late import x\n    return x\n",
        "lambdas/shop/stars.py": "from lambdas.shop import main\nA = 1\n",
        "lambdas/shop/whole.py": "",
        "lambdas/shop/named.py": "",
        "lambdas/shop/late.py": "x = 1\n",
        "lambdas/shop/deep/inner.py": "value = 1\n",
        "lambdas/common.py": "helper = 1\n",
        "lambdas/shop/other.py": "",
        "lambdas/shop/rates.json": "{}",
    }

    asset = plan(project(files).root)

    assert list(asset.files) == sorted(set(files) - {"lambdas/shop/other.py", "lambdas/shop/rates.json"})


def test_files_are_named_by_patterns_and_hidden_ones_by_their_names_only(project: Write) -> None:
    root = project(
        {
            "lambdas/shop/main.py": HANDLER,
            "lambdas/shop/prices/eu.json": "1",
            "lambdas/shop/prices/us.json": "2",
            "lambdas/shop/.env": "SECRET=1",
            "lambdas/shop/plugins.py": "from lambdas.shop import late\n",
            "lambdas/shop/late.py": "",
            "data/model.bin": "3",
        }
    ).root

    files = plan(root, files=["lambdas/shop/**/*", "data/model.bin"]).files

    assert list(files) == [
        "data/model.bin",
        "lambdas/shop/late.py",
        "lambdas/shop/main.py",
        "lambdas/shop/plugins.py",
        "lambdas/shop/prices/eu.json",
        "lambdas/shop/prices/us.json",
    ]
    assert "lambdas/shop/.env" in plan(root, files=["lambdas/shop/.env"]).files


PATTERNS = {
    "data/**": ["data/a.json", "data/deep/b.json", "data/deep/c.txt"],
    "data/**/": ["data/a.json", "data/deep/b.json", "data/deep/c.txt"],
    "**": ["data/a.json", "data/deep/b.json", "data/deep/c.txt", "lambdas/shop/main.py", "linked.json"],
    "**/*.json": ["data/a.json", "data/deep/b.json", "linked.json"],
    "data/**/b.json": ["data/deep/b.json"],
    "d*/*/[bc].*": ["data/deep/b.json", "data/deep/c.txt"],
    "link/b.json": ["link/b.json"],
    "data/.hidden/*.json": ["data/.hidden/d.json"],
    "./data/a.json": ["data/a.json"],
    "data/a*": ["data/a.json"],
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_means_the_same_files_in_every_version_of_python(project: Write, pattern: str) -> None:
    files = ["data/a.json", "data/deep/b.json", "data/deep/c.txt", "data/.hidden/d.json", "data/__pycache__/e.json"]
    root = project({"lambdas/shop/main.py": HANDLER, **dict.fromkeys(files, "{}")}).root
    (root / "link").symlink_to("data/deep")
    (root / "data/deep/up").symlink_to("..")
    (root / "linked.json").symlink_to("data/a.json")
    (root / "dangling.json").symlink_to("nowhere")

    assert list(plan(root, files=[pattern]).files) == sorted({*PATTERNS[pattern], "lambdas/shop/main.py"})


def test_a_listed_module_brings_what_it_imports(project: Write) -> None:
    root = project(
        {
            "lambdas/shop/main.py": HANDLER,
            "lambdas/shop/plugins/card.py": "from lambdas.shop.money import CENTS\n",
            "lambdas/shop/money.py": "CENTS = 100\n",
        }
    ).root

    assert list(plan(root, files=["lambdas/shop/plugins/*.py"]).files) == [
        "lambdas/shop/main.py",
        "lambdas/shop/money.py",
        "lambdas/shop/plugins/card.py",
    ]


def test_imports_for_type_checkers_and_prepared_ones_need_not_be_there(project: Write) -> None:
    source = (
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from mypy_boto3_s3 import S3Client\n"
        "    from lambdas.shop.types import Order\n\ntry:\n    import orjson as json\n"
        "    from lambdas.shop import fast\nexcept ImportError:\n    import json\n\n\n" + HANDLER
    )
    root = project({"lambdas/shop/main.py": source, "lambdas/shop/types.py": ""}).root

    assert list(plan(root).files) == ["lambdas/shop/main.py"]


CHANGES: dict[str, Callable[[Path], dict[str, Any]]] = {
    "a source": lambda root: _write(root, "lambdas/shop/main.py", "# other\n" + HANDLER),
    "a file": lambda root: _write(root, "lambdas/shop/rates.json", "[2]"),
    "a version": lambda root: _write(root, "lambdas/shop/requirements.txt", f"pricing==1.1 --hash=sha256:{HASH}\n"),
    "a hash": lambda root: _write(root, "lambdas/shop/requirements.txt", f"pricing==1.0 --hash=sha256:{'b' * 64}\n"),
    "what is listed": lambda root: {"files": []},
}
NO_CHANGES: dict[str, Callable[[Path], dict[str, Any]]] = {
    "ends of lines": lambda root: _write(root, "lambdas/shop/main.py", HANDLER.replace("\n", "\r\n")),
    "a comment among the pins": lambda root: _write(
        root, "lambdas/shop/requirements.txt", "# pinned in May\n" + "".join(PINNED.values())
    ),
    "a byte order mark": lambda root: _write(
        root, "lambdas/shop/requirements.txt", "\ufeff" + "".join(PINNED.values())
    ),
    "another file beside it": lambda root: _write(root, "lambdas/shop/other.py", "x = 1\n"),
    "memory": lambda root: {"memory": 512},
}


def _write(root: Path, file: str, text: str) -> dict[str, Any]:
    (root / file).write_bytes(text.encode())
    return {}


@pytest.mark.parametrize("change", [*CHANGES, *NO_CHANGES])
def test_the_name_of_a_zip_changes_with_what_it_is_made_from_and_with_nothing_else(project: Write, change: str) -> None:
    root = project({"lambdas/shop/main.py": HANDLER, "lambdas/shop/rates.json": "[1]", **PINNED}).root
    fields = {"requirements": "lambdas/shop/requirements.txt", "files": ["lambdas/shop/rates.json"]}
    before = plan(root, **fields).key

    after = plan(root, **{**fields, **(CHANGES | NO_CHANGES)[change](root)}).key

    assert (before != after) is (change in CHANGES)
    assert before.startswith("functions/")
    assert len(before) == len("functions/.zip") + 64


def test_the_name_of_a_zip_tells_platforms_apart(project: Write) -> None:
    asset = plan(project({"lambdas/shop/main.py": HANDLER}).root)
    platforms = [PLATFORM, lambda_platform("arm64", "3.13"), lambda_platform("x86_64", "3.14"), this_machine()]

    assert len({replace(asset, platform=platform).key for platform in platforms}) == 4


def test_the_name_of_a_zip_tells_two_pythons_of_one_version_apart(
    project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One with threads loads other libraries than one without."""
    asset = plan(project({"lambdas/shop/main.py": HANDLER}).root)
    here = replace(asset, platform=this_machine()).key

    monkeypatch.setitem(sysconfig.get_config_vars(), "SOABI", "cpython-314t-x86_64-linux-gnu")

    assert replace(asset, platform=this_machine()).key != here


def test_the_name_of_a_zip_is_for_ever(project: Write) -> None:
    """Another one would be a new version of every function: count `_LAYOUT` up only when the bytes change."""
    asset = plan(project({"lambdas/shop/main.py": HANDLER}).root)

    assert asset.key == "functions/ea03497e60e09bea49986b73cfdb430f3d73f0237b46dc45b30b87c720b1397c.zip"


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


def test_what_requirements_bring_is_not_judged_before_they_are_there(project: Write) -> None:
    root = project({"lambdas/shop/main.py": f"import pricing_of_goods\n\n\n{HANDLER}", **PINNED}).root

    assert plan(root, requirements="lambdas/shop/requirements.txt").imports[0][0] == "pricing_of_goods"


def test_a_handler_that_comes_by_a_star_is_taken_for_one(project: Write) -> None:
    root = project({"lambdas/shop/main.py": "from .impl import *\n", "lambdas/shop/impl.py": HANDLER}).root

    assert "lambdas/shop/impl.py" in plan(root).files


def test_a_package_can_be_the_handler_s_module(project: Write) -> None:
    root = project({"lambdas/shop/__init__.py": HANDLER}).root

    assert list(plan(root, handler="lambdas.shop.handler").files) == ["lambdas/shop/__init__.py"]

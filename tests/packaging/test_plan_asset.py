"""What a zip holds, and the name that follows from it: found without a network, and the same on every machine."""

from __future__ import annotations

import sysconfig
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.handler_project import Project
from tests.packaging.zip_plans import HANDLER, PLATFORM, plan
from workflow_dsl.packaging import lambda_platform, this_machine

Write = Callable[[dict[str, str]], Project]

HASH = "a" * 64
PINNED = {"lambdas/shop/requirements.txt": f"pricing==1.0 --hash=sha256:{HASH}\n"}


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


def test_what_requirements_bring_is_not_judged_before_they_are_there(project: Write) -> None:
    root = project({"lambdas/shop/main.py": f"import pricing_of_goods\n\n\n{HANDLER}", **PINNED}).root

    assert plan(root, requirements="lambdas/shop/requirements.txt").imports[0][0] == "pricing_of_goods"


def test_a_handler_that_comes_by_a_star_is_taken_for_one(project: Write) -> None:
    root = project({"lambdas/shop/main.py": "from .impl import *\n", "lambdas/shop/impl.py": HANDLER}).root

    assert "lambdas/shop/impl.py" in plan(root).files


def test_a_package_can_be_the_handler_s_module(project: Write) -> None:
    root = project({"lambdas/shop/__init__.py": HANDLER}).root

    assert list(plan(root, handler="lambdas.shop.handler").files) == ["lambdas/shop/__init__.py"]

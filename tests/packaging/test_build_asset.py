"""A zip is the same bytes on every machine, holds what Lambda needs and no more, and is there whole or not at all."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.handler_project import Project
from tests.packaging.wheelhouse import Wheelhouse
from workflow_dsl import LambdaFunction
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.packaging import Asset, Platform, lambda_platform, plan_asset, this_machine
from workflow_dsl.packaging.archive import plain_entry, write_zip
from workflow_dsl.packaging.build import build_asset
from workflow_dsl.packaging.fetching import PackageError

Write = Callable[[dict[str, str]], Project]

REQUIREMENTS = "lambdas/shop/requirements.txt"
HANDLER = "import pricing\n\n\ndef handler(event, context):\n    return pricing.PRICE\n"
PIN = (
    "pin it: uv pip compile lambdas/shop/requirements.in --universal --python-version 3.11 --generate-hashes "
    "-o lambdas/shop/requirements.txt"
)


def plan(project: Write, pins: str, source: str = HANDLER, platform: Platform | None = None, **fields: Any) -> Asset:
    """The zip of a function with these requirements."""
    root = project({"lambdas/shop/main.py": source, REQUIREMENTS: pins}).root
    named = {"handler": "lambdas.shop.main.handler", "input": dict, "output": dict, "requirements": REQUIREMENTS}
    function = LambdaFunction("Price", **{**named, **fields})
    return plan_asset(function, root, platform or lambda_platform("x86_64", "3.13"))


def refused(asset: Asset, cache: Path) -> list[str]:
    with pytest.raises(FindingsError) as caught:
        build_asset(asset, cache)
    assert list(cache.rglob("*.zip")) == []
    return [finding.render() for finding in caught.value.findings]


def test_a_zip_holds_modules_libraries_and_their_metadata(
    project: Write, wheelhouse: Wheelhouse, tmp_path: Path
) -> None:
    wheelhouse.add(
        "pricing",
        {
            "pricing/__init__.py": "PRICE = 1\n",
            "pricing/__pycache__/__init__.cpython-311.pyc": b"old",
            "pricing/bin/tool": "#!/bin/sh\n",
            "pricing/_vendor/taxes-2.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: taxes\nVersion: 2.0\n",
            "pricing-1.0.data/purelib/extra.py": "",
            "pricing-1.0.data/scripts/pricing": "#!python\n",
            "pricing-1.0.data/headers/pricing.h": "",
        },
        executable=["pricing/bin/tool"],
    )

    file = build_asset(plan(project, wheelhouse.requirements("pricing")), tmp_path / "cache")

    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "extra.py",
            "lambdas/shop/main.py",
            "pricing-1.0.dist-info/METADATA",
            "pricing-1.0.dist-info/RECORD",
            "pricing-1.0.dist-info/WHEEL",
            "pricing/__init__.py",
            "pricing/_vendor/taxes-2.0.dist-info/METADATA",
            "pricing/bin/tool",
        ]
        assert archive.read("pricing/__init__.py") == b"PRICE = 1\n"
        assert archive.read("lambdas/shop/main.py").decode() == HANDLER
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert modes.pop("pricing/bin/tool") == 0o100755
    assert set(modes.values()) == {0o100644}


@pytest.mark.parametrize("mode", [0o644, 0o755])
def test_programs_are_executable_whatever_the_file_system_says(project: Write, tmp_path: Path, mode: int) -> None:
    """So that a zip that was planned on Windows is the one that was planned here."""
    root = project({"lambdas/shop/main.py": "def handler(event, context): ...\n"}).root
    contents = {"tool": b"\x7fELF\2\1\1", "run.sh": b"#!/bin/sh\n", "rates.json": b"{}", "short": b"#"}
    for name, content in contents.items():
        (root / name).write_bytes(content)
        (root / name).chmod(mode)
    function = LambdaFunction("Price", handler="lambdas.shop.main.handler", input=dict, output=dict, files=[*contents])
    asset = plan_asset(function, root, lambda_platform("x86_64", "3.14"))

    infos = zipfile.ZipFile(build_asset(asset, tmp_path / "cache")).infolist()

    modes = {info.filename: info.external_attr >> 16 for info in infos}
    assert {name for name, found in modes.items() if found == 0o100755} == {"tool", "run.sh"}
    assert {name for name, found in modes.items() if found == 0o100644} == {
        "rates.json",
        "short",
        "lambdas/shop/main.py",
    }
    assert asset.key == "functions/de238f73b915fd8f9eeada74b6fcf22eece1feaf1a3f1ff8cf5c39700458f1e4.zip"


@pytest.mark.parametrize("field", [{"packaging": "zip"}, {"files": ["lambdas/shop/rates.json"]}], ids=["zip", "files"])
def test_a_zip_needs_no_requirements(project: Write, tmp_path: Path, field: dict[str, Any]) -> None:
    root = project({"lambdas/shop/main.py": "def handler(event, context): ...\n", "lambdas/shop/rates.json": "{}"}).root
    function = LambdaFunction("Price", handler="lambdas.shop.main.handler", input=dict, output=dict, **field)
    asset = plan_asset(function, root, lambda_platform("x86_64", "3.14"))

    file = build_asset(asset, tmp_path / "cache")

    assert zipfile.ZipFile(file).namelist() == list(asset.files)
    assert "lambdas/shop/main.py" in asset.files


def test_the_same_inputs_give_the_same_bytes(project: Write, wheelhouse: Wheelhouse, tmp_path: Path) -> None:
    wheelhouse.add("pricing", {"pricing.py": "PRICE = 1\n" * 1000})
    asset = plan(project, wheelhouse.requirements("pricing"))

    first, second = (build_asset(asset, tmp_path / cache).read_bytes() for cache in ("one", "two"))

    assert first == second


def test_the_bytes_of_a_zip_do_not_depend_on_python_or_its_compressor() -> None:
    files = {"b/ü.py": plain_entry(b"x = 1\n"), "a.sh": plain_entry(b"#!/bin/sh\n")}

    assert (
        hashlib.sha256(write_zip(files)).hexdigest()
        == "ebc359d55d21d37bb7955c0cb4a77f81a10ab562c94edbe77a2427a4fd36100f"
    )


def test_other_tools_read_the_zip(tmp_path: Path) -> None:
    file = tmp_path / "function.zip"
    file.write_bytes(write_zip({"b/ü.py": plain_entry(b"x = 1\n"), "empty.py": plain_entry(b"")}))

    done = subprocess.run(
        [sys.executable, "-m", "zipfile", "-e", str(file), str(tmp_path / "out")], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/b/ü.py").read_text() == "x = 1\n"


def test_wheels_are_those_of_lambda_and_markers_are_asked_of_it(
    project: Write, wheelhouse: Wheelhouse, tmp_path: Path
) -> None:
    """Also where this Python is another one, on another system."""
    for name in ("windows_only", "older_only", "newer_only", "arm_only"):
        wheelhouse.add(name, {f"{name}.py": ""})
    wheelhouse.add("pricing", {"pricing.py": "MACHINE = 'any'\n"})
    pins = [
        wheelhouse.pins["pricing"],
        wheelhouse.pins["windows_only"].replace(" --", " ; sys_platform == 'win32' --"),
        wheelhouse.pins["older_only"].replace(" --", " ; python_version < '3.13' --"),
        wheelhouse.pins["newer_only"].replace(" --", " ; python_full_version >= '3.13' --"),
        wheelhouse.pins["arm_only"].replace(" --", " ; platform_machine == 'aarch64' --"),
    ]

    def modules(architecture: str) -> set[str]:
        asset = plan(project, "\n".join(pins), platform=lambda_platform(architecture, "3.13"))
        names = zipfile.ZipFile(build_asset(asset, tmp_path / "cache")).namelist()
        return {name for name in names if name.endswith("_only.py")}

    assert modules("x86_64") == {"newer_only.py"}
    assert modules("arm64") == {"newer_only.py", "arm_only.py"}


RUNS = {
    "x86_64": [
        "cp313-cp313-manylinux_2_34_x86_64",
        "cp313-cp313-manylinux_2_28_x86_64",
        "cp313-cp313-manylinux2014_x86_64",
        "cp39-abi3-manylinux_2_17_x86_64",
        "cp313-cp313-manylinux1_x86_64",
        "cp313-none-any",
    ],
    "arm64": ["cp313-cp313-manylinux_2_28_aarch64", "cp313-cp313-manylinux2014_aarch64", "py3-none-any"],
}
NEVER_RUNS = [
    "cp313-cp313-manylinux_2_35_x86_64",
    "cp313-cp313-musllinux_1_2_x86_64",
    "cp312-cp312-manylinux_2_28_x86_64",
    "cp313-cp313t-manylinux_2_28_x86_64",
    "cp313-cp313-macosx_14_0_arm64",
    "cp313-cp313-win_amd64",
]


@pytest.mark.parametrize("architecture", RUNS)
def test_wheels_that_lambda_can_run_are_taken(
    project: Write, wheelhouse: Wheelhouse, tmp_path: Path, architecture: str
) -> None:
    names = ["pricing", *(f"pricing{number}" for number in range(len(RUNS[architecture]) - 1))]
    for name, tag in zip(names, RUNS[architecture], strict=True):
        wheelhouse.add(name, {f"{name}.py": ""}, tag=tag)
    platform = lambda_platform(architecture, "3.13")

    file = build_asset(plan(project, wheelhouse.requirements(*names), platform=platform), tmp_path / "cache")

    assert {f"{name}.py" for name in names} <= set(zipfile.ZipFile(file).namelist())


@pytest.mark.parametrize("architecture", RUNS)
def test_a_library_without_a_wheel_that_lambda_can_run_is_refused(
    project: Write, wheelhouse: Wheelhouse, tmp_path: Path, architecture: str
) -> None:
    (other,) = {"x86_64", "arm64"} - {architecture}
    wheels = [wheelhouse.add("pricing", {"pricing.py": ""}, tag=tag) for tag in (*NEVER_RUNS, RUNS[other][0])]
    hashes = " ".join(f"--hash=sha256:{hashlib.sha256(one.read_bytes()).hexdigest()}" for one in wheels)
    asset = plan(project, f"pricing==1.0 {hashes}", platform=lambda_platform(architecture, "3.13"))

    with pytest.raises(PackageError) as caught:
        build_asset(asset, tmp_path / "cache")

    assert str(caught.value).startswith(
        f"the requirements of {REQUIREMENTS} could not be fetched for Lambda's Python 3.13 on {architecture}; "
        "pip says:\n  "
    )
    assert "there is no wheel of it for that platform" in str(caught.value)


def test_the_newest_tag_wins(project: Write, wheelhouse: Wheelhouse, tmp_path: Path) -> None:
    older = wheelhouse.add("pricing", {"pricing.py": "TAG = 'older'\n"}, tag="cp313-cp313-manylinux2014_x86_64")
    newer = wheelhouse.add("pricing", {"pricing.py": "TAG = 'newer'\n"}, tag="cp313-cp313-manylinux_2_28_x86_64")
    hashes = " ".join(f"--hash=sha256:{hashlib.sha256(one.read_bytes()).hexdigest()}" for one in (older, newer))

    file = build_asset(plan(project, f"pricing==1.0 {hashes}"), tmp_path / "cache")

    assert zipfile.ZipFile(file).read("pricing.py") == b"TAG = 'newer'\n"


def test_what_a_library_needs_has_to_be_pinned_too(project: Write, wheelhouse: Wheelhouse, tmp_path: Path) -> None:
    needs = [
        "taxes>=1",
        "colours; sys_platform == 'win32'",
        "charts; extra == 'charts'",
        "dates; extra == 'dates'",
    ]
    wheelhouse.add("pricing", {"pricing.py": ""}, needs=needs)
    pins = wheelhouse.requirements("pricing").replace("pricing==", "pricing[charts]==")

    told = "{}:1:1: WF616 error: pricing needs {} for Lambda's Python 3.13 on x86_64, which is not pinned; {}"
    assert refused(plan(project, pins), tmp_path / "cache") == [
        told.format(REQUIREMENTS, name, PIN) for name in ("charts", "taxes")
    ]


def test_an_import_that_nothing_brings_is_refused_when_the_libraries_are_there(
    project: Write, wheelhouse: Wheelhouse, tmp_path: Path
) -> None:
    wheelhouse.add("pricing", {"pricing/__init__.py": "", "_speed.cpython-313-x86_64-linux-gnu.so": b""})
    source = "import boto3, pydantic, _speed\nfrom pricing import tax\nimport requests\n" + HANDLER

    assert refused(plan(project, wheelhouse.requirements("pricing"), source), tmp_path / "cache") == [
        'lambdas/shop/main.py:3:1: WF612 error: "requests" is not there on Lambda; add what brings requests '
        f"to the requirements, and {PIN}"
    ]


def test_more_than_lambda_unpacks_beside_the_layer_is_refused(
    project: Write, wheelhouse: Wheelhouse, tmp_path: Path
) -> None:
    wheelhouse.add("pricing", {"pricing.py": "", "model.bin": bytes(230_144_000)})

    (told,) = refused(plan(project, wheelhouse.requirements("pricing")), tmp_path / "cache")

    assert "WF617 error: the zip has 230,144," in told
    assert "bytes unpacked, and Lambda takes 230,144,000 beside the layer of Powertools; leave something out; " in told
    assert "the largest parts are pricing (230,144," in told


def test_more_files_than_a_zip_can_name_are_refused(project: Write, wheelhouse: Wheelhouse, tmp_path: Path) -> None:
    wheelhouse.add("pricing", {"pricing.py": ""})
    asset = plan(project, wheelhouse.requirements("pricing"))
    many = replace(asset, files={**asset.files, **{f"data/{number}.json": b"" for number in range(65_531)}})

    fitting = replace(many, files=dict(list(many.files.items())[:-1]))

    assert len(zipfile.ZipFile(build_asset(fitting, tmp_path)).namelist()) == 65_535
    (told,) = refused(many, tmp_path / "cache")

    assert "WF617 error: the zip has 65,536 files, and at most 65,535 fit; leave something out; " in told
    assert told.endswith("the largest parts are data (65,531 files), pricing (4 files), lambdas/shop (1 files)")


def test_a_file_that_is_not_the_pinned_one_is_refused(project: Write, wheelhouse: Wheelhouse, tmp_path: Path) -> None:
    wheelhouse.add("pricing", {"pricing.py": ""})
    asset = plan(project, f"pricing==1.0 --hash=sha256:{'a' * 64}")

    with pytest.raises(PackageError, match="a file is not the one that was pinned: find out why"):
        build_asset(asset, tmp_path / "cache")
    assert list((tmp_path / "cache/functions").iterdir()) == []


def test_sources_are_never_built(project: Write, wheelhouse: Wheelhouse, tmp_path: Path) -> None:
    source = wheelhouse.folder / "pricing-1.0.tar.gz"
    source.write_bytes(b"code that would run")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()

    with pytest.raises(PackageError, match="there is no wheel of it for that platform"):
        build_asset(plan(project, f"pricing==1.0 --hash=sha256:{digest}"), tmp_path / "cache")


def test_what_was_built_is_not_built_again(project: Write, wheelhouse: Wheelhouse, tmp_path: Path) -> None:
    wheel = wheelhouse.add("pricing", {"pricing.py": ""})
    asset = plan(project, wheelhouse.requirements("pricing"))
    first = build_asset(asset, tmp_path / "cache")
    wheel.unlink()

    assert build_asset(asset, tmp_path / "cache") == first


def test_a_marker_that_is_none_is_told_with_its_line(project: Write, wheelhouse: Wheelhouse, tmp_path: Path) -> None:
    wheelhouse.add("pricing", {"pricing.py": ""})
    pins = wheelhouse.pins["pricing"].replace(" --", " ; python >> '3' --")

    with pytest.raises(PackageError, match=rf"^{REQUIREMENTS}:1: "):
        build_asset(plan(project, pins), tmp_path / "cache")


def test_the_project_s_own_file_wins_over_a_library_s(project: Write, wheelhouse: Wheelhouse, tmp_path: Path) -> None:
    wheelhouse.add("pricing", {"pricing.py": "", "lambdas/shop/main.py": "raise SystemExit\n"})

    file = build_asset(plan(project, wheelhouse.requirements("pricing")), tmp_path / "cache")

    assert zipfile.ZipFile(file).read("lambdas/shop/main.py").decode() == HANDLER


def test_for_this_machine_a_compiled_library_is_the_one_that_this_python_loads(
    project: Write, wheelhouse: Wheelhouse, tmp_path: Path
) -> None:
    wheelhouse.add_installed("pyyaml")
    source = "import yaml\n\n\ndef handler(event, context):\n    return yaml._yaml.__file__\n"
    # A package of the same name elsewhere on the path would win over a folder without these files.
    project({"lambdas/__init__.py": "", "lambdas/shop/__init__.py": ""})
    asset = plan(project, wheelhouse.requirements("pyyaml"), source)
    here = replace(asset, platform=this_machine())
    unpacked = tmp_path / "task"

    with zipfile.ZipFile(build_asset(here, tmp_path / "cache")) as archive:
        archive.extractall(unpacked)

    call = "from lambdas.shop.main import handler; print(handler({}, None))"
    done = subprocess.run([sys.executable, "-c", call], cwd=unpacked, capture_output=True, text=True, check=False)
    assert done.stdout.startswith(str(unpacked)), done.stderr

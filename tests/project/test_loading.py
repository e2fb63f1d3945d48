"""Definitions as files come: in every encoding that Python reads, and with what keeps them from running."""

import gc
import sys
from pathlib import Path

import pytest

from workflow_dsl.project import Definition, load_definition

DEFINITION = """\
from workflow_dsl import Pass, Workflow

# Größe: what a name is here
x = None
if x is not None:
    raise ValueError(x)
workflow = Workflow("Shop", steps=[Pass("Keep")])
"""


def _load(tmp_path: Path, source: bytes) -> list[str]:
    file = tmp_path / "shop.py"
    file.write_bytes(source)
    loaded = load_definition(Definition("shop", file, tmp_path))
    return [finding.render().replace(f"{tmp_path}/", "") for finding in loaded.findings]


@pytest.mark.parametrize(
    "source",
    [DEFINITION.encode("utf-8-sig"), b"# coding: latin-1\n" + DEFINITION.encode("latin-1")],
    ids=["with a byte order mark", "in latin-1"],
)
def test_a_definition_is_read_as_python_reads_it(tmp_path: Path, source: bytes) -> None:
    assert _load(tmp_path, source) == []


QUESTIONS = b"""\
from pydantic import BaseModel
from workflow_dsl import Pass, Workflow

class Order(BaseModel):
    note: str

workflow = Workflow("Shop", input=Order)
request = workflow.input

def keep(request=None, names=("a", "b")):
    if request is None or not all(request is not None for request in names):
        return Pass("Keep", value=[name for name in names if isinstance(name, str)])
    return Pass("Keep")

def asked():
    return request is None

workflow.steps = [keep()]
"""


def test_a_name_that_a_function_has_for_itself_is_none_of_the_modules(tmp_path: Path) -> None:
    """A parameter may be called as the workflow's input is; the function after it asks about the input itself."""
    (told,) = _load(tmp_path, QUESTIONS)
    assert told.startswith("shop.py:16:12: WF205 error: is compares the expression itself")


STEPS = """\
from workflow_dsl import Pass

from forking.base import workflow

first = Pass("First", value=1 if workflow.input.note is None else 2)
second = Pass("Second", value=1 if first.output is True else 2)
"""
WHOLE = """\
from forking import steps
from forking.base import workflow

workflow.steps = [steps.first, steps.second, *([] if steps.second.output is None else [])]
"""


def test_what_a_definition_asks_in_its_other_modules_is_found_there(tmp_path: Path) -> None:
    folder = tmp_path / "forking"
    folder.mkdir()
    base = QUESTIONS.decode().partition("request =")[0]
    for name, text in {"__init__": "", "base": base, "steps": STEPS, "workflow": WHOLE}.items():
        folder.joinpath(f"{name}.py").write_text(text)

    loaded = load_definition(Definition("forking", folder / "workflow.py", tmp_path))

    told = [str(finding.place).replace(f"{folder}/", "") for finding in loaded.findings if finding.code == "WF205"]
    assert told == ["steps.py:5:34", "steps.py:6:36", "workflow.py:4:54"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (b"from workflow_dsl import Pass\n\nx = '\0'\n", "shop.py:3:6: WF801 error: not Python: "),
        (b"from workflow_dsl import Pass\n\nx = '\xe4'\n", "shop.py:3:6: WF801 error: not Python: "),
        (b"x = (\n", "shop.py:1:5: WF801 error: not Python: '(' was never closed; mend the line"),
        (
            b"from workflow_dsl import Suceed\n",
            "shop.py:1:1: WF801 error: ImportError: cannot import name 'Suceed' from 'workflow_dsl'; "
            "did you mean Succeed?",
        ),
        (
            b"from .steps import charge\n",
            "shop.py:1:1: WF801 error: ImportError: attempted relative import with no known parent package; "
            "write the whole name of the module, from the project's folder on, without dots before it",
        ),
    ],
    ids=["a NUL byte", "no UTF-8", "a syntax error", "a misspelt import", "an import of a neighbour by dots"],
)
def test_what_cannot_be_run_is_told_with_its_file_and_line(tmp_path: Path, source: bytes, told: str) -> None:
    (finding,) = _load(tmp_path, source)
    assert finding.startswith(told)


def test_a_file_in_another_encoding_is_to_be_saved_anew(tmp_path: Path) -> None:
    for source in (b'"""F\xfcr."""\n', b"x = '\xe4'\n"):
        (finding,) = _load(tmp_path, source)
        assert finding.endswith("; save it as UTF-8 text")
    (finding,) = _load(tmp_path, b'x = "C:\\Users"\n')
    assert finding.endswith("; mend the line")


def test_a_file_that_its_project_cannot_name_is_called_the_same_in_every_process(tmp_path: Path) -> None:
    file = tmp_path / "two words.py"
    file.write_text("class Order: pass\nraise ValueError(Order)\n", encoding="utf-8")
    loaded = load_definition(Definition("shop", file, tmp_path))
    assert "ValueError: <class 'definition_two_words.Order'>" in loaded.findings[0].message


def test_what_a_definition_prints_is_no_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _load(tmp_path, b'print("hello")\n' + DEFINITION.encode()) == []
    assert capsys.readouterr() == ("", "hello\n")


def test_a_folder_of_one_project_does_not_give_way_to_a_file_of_another(tmp_path: Path) -> None:
    broken, other = tmp_path / "one" / "store.py", tmp_path / "another" / "store" / "workflow.py"
    for file, source in ((broken, "raise ValueError('one')"), (other, DEFINITION)):
        file.parent.mkdir(parents=True)
        file.write_text(source, encoding="utf-8")
    assert load_definition(Definition("store", broken, broken.parent)).findings != []

    assert load_definition(Definition("store", other, other.parents[1])).findings == []


class _Garbage:
    """What imports when it is collected, as a warning of something left open does."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        sys.modules[f"imported_by_garbage_{len(sys.modules)}"] = sys


def test_garbage_that_imports_while_it_is_collected_is_no_fault_of_the_definition(tmp_path: Path) -> None:
    often = gc.get_threshold()
    try:
        # Which object it is that the collector comes with is not for a test to say: some are somewhere in between.
        for objects in range(100, 8000, 300):
            gc.collect()
            _Garbage()
            gc.set_threshold(objects)
            assert _load(tmp_path, DEFINITION.encode()) == []
    finally:
        gc.set_threshold(*often)
        gc.collect()
        for name in [name for name in sys.modules if name.startswith("imported_by_garbage")]:
            del sys.modules[name]

"""`import`: proved, then written; refused, then nothing is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importing.conftest import BROKEN, SOUND, Put, Run
from workflow_dsl import asl
from workflow_dsl.pipeline.compile import LARGEST_DEFINITION, definition_text


def test_a_definition_is_written_and_said_to_be_proved(put: Put, run: Run) -> None:
    put("greet.asl.json", SOUND)

    code, told = run("import", "greet.asl.json", "--output", "out")

    assert code == 0
    assert "wrote out/greet.py" in told
    assert "proved: 1 state machine with 1 state, each compiled again and equal to what it was imported from" in told
    assert 'greet = Pass("Greet", value="hello")' in Path("out/greet.py").read_text("utf-8")


def test_what_was_imported_compiles_to_the_file_it_came_from(put: Put, run: Run) -> None:
    put("greet.asl.json", SOUND)
    run("import", "greet.asl.json", "--output", "greeting.py")

    code, _ = run("compile", "greeting.py", "--to", "asl", "--output", "again.json")

    assert code == 0
    assert json.loads(Path("again.json").read_text("utf-8")) == SOUND


def test_yaml_is_imported_too(put: Put, run: Run) -> None:
    put("greet.yaml", "StartAt: Greet\nStates:\n  Greet:\n    Type: Pass\n    End: true\n")

    code, _ = run("import", "greet.yaml", "--output", "greeting.py")

    assert code == 0
    assert 'greet = Pass("Greet")' in Path("greeting.py").read_text("utf-8")


def test_a_folder_is_imported_in_one_go_and_compiled_back_in_one_go(put: Put, run: Run) -> None:
    for number in range(120):
        put(f"old/{number % 7}/flow{number}.json", SOUND)
    put("old/package.json", {"name": "something else"})

    code, told = run("import", "old", "--output", "new")
    assert code == 0
    assert "old/package.json: skipped: it holds no state machine" in told

    code, _ = run("compile", "new", "--to", "asl", "--output", "again")
    assert code == 0
    written = sorted(Path("again").glob("*.asl.json"))
    assert len(written) == 120
    assert all(json.loads(path.read_text("utf-8")) == SOUND for path in written)


def test_files_of_one_name_in_two_folders_do_not_meet(put: Put, run: Run) -> None:
    put("old/a/flow.json", SOUND)
    put("old/b/flow.json", SOUND)

    run("import", "old", "--output", "new")

    assert sorted(path.name for path in Path("new").iterdir()) == ["flow.py", "flow2.py"]


def test_a_definition_named_like_a_module_of_python_gets_another_name(put: Put, run: Run) -> None:
    put("json.json", SOUND)

    run("import", "json.json", "--output", "new")

    assert Path("new/json2.py").is_file()


def test_what_is_wrong_is_said_at_its_place_and_nothing_is_written(put: Put, run: Run) -> None:
    put("broken.json", BROKEN)
    put("sound.json", SOUND)

    code, told = run("import", "broken.json", "sound.json", "--output", "out")

    assert code == 1
    assert 'broken.json:6:15: WF102 error: state "Greet" goes to "Gret", which is no state of its flow' in told
    assert 'did you mean "Greet"?' in told
    assert "nothing is written; 1 valid ones would be with --keep-going" in told
    assert not Path("out").exists()


def test_all_findings_of_all_files_are_said(put: Put, run: Run) -> None:
    put("first.json", BROKEN)
    put("second.json", {"StartAt": "A", "States": {"A": {"Type": "Tsk", "End": True}}})
    put("third.json", '{"StartAt": "A", ')

    code, told = run("import", "first.json", "second.json", "third.json", "--output", "out")

    assert code == 1
    assert [line.partition(":")[0] for line in told.splitlines()[:3]] == ["first.json", "second.json", "third.json"]
    assert 'did you mean "Task"?' in told


def test_with_keep_going_the_valid_ones_are_written_and_the_exit_code_tells(put: Put, run: Run) -> None:
    put("broken.json", BROKEN)
    put("sound.json", SOUND)

    code, _ = run("import", "broken.json", "sound.json", "--output", "out", "--keep-going")

    assert code == 1
    assert [path.name for path in Path("out").iterdir()] == ["sound.py"]


def test_a_file_that_somebody_went_on_with_is_not_replaced_unless_forced(put: Put, run: Run) -> None:
    put("greet.json", SOUND)
    put("greeting.py", "# mine\n")

    code, told = run("import", "greet.json", "--output", "greeting.py")
    assert code == 2
    assert "greeting.py: there is another text already; give another --output, or --force" in told
    assert Path("greeting.py").read_text("utf-8") == "# mine\n"

    assert run("import", "greet.json", "--output", "greeting.py", "--force")[0] == 0


def test_one_definition_can_be_printed(put: Put, run: Run) -> None:
    put("greet.json", SOUND)

    code, told = run("import", "greet.json", "--output", "-")

    assert code == 0
    assert told.startswith('"""The workflow Greet, imported from greet.json."""\n')


def test_several_definitions_are_not_printed_as_one(put: Put, run: Run) -> None:
    put("a/one.json", SOUND)
    put("a/two.json", SOUND)

    code, told = run("import", "a", "--output", "-")

    assert code == 2
    assert "--output - prints one definition, and here are 2; name a folder" in told

    code, told = run("import", "a", "--output", "both.py")
    assert code == 2
    assert "the file both.py holds one definition, and here are 2; name a folder" in told
    assert not Path("both.py").exists()


def test_other_texts_of_a_folder_may_be_in_any_encoding(put: Put, run: Run) -> None:
    put("old/greet.json", SOUND)
    Path("old/table.yaml").write_bytes("name: f\xfcr".encode("latin-1"))

    code, told = run("import", "old", "--output", "new")

    assert code == 0
    assert "old/table.yaml: skipped: it holds no state machine" in told
    Path("old/other.asl.json").write_bytes(b"{\xfc}")
    code, told = run("import", "old", "--output", "new")
    assert (code, "old/other.asl.json: cannot be read: it is not UTF-8" in told) == (2, True)


def test_a_file_that_is_not_there_or_holds_nothing_is_a_wrong_call(put: Put, run: Run) -> None:
    put("empty/notes.txt", "nothing")

    assert run("import", "missing.json", "--output", "out")[0] == 2
    code, told = run("import", "empty", "--output", "out")
    assert code == 2
    assert "no state machine in it" in told


def test_a_named_file_that_is_something_else_is_a_finding(put: Put, run: Run) -> None:
    put("package.json", {"name": "something else"})

    code, told = run("import", "package.json", "--output", "out")

    assert code == 1
    assert "package.json:1:1: WF805 error: the file holds no state machine; give Amazon States Language" in told


def test_what_could_not_be_made_nicer_is_said(put: Put, run: Run) -> None:
    states = {"A": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{%1%}", "End": True}}
    put("odd.json", {"StartAt": "A", "States": states})

    code, told = run("import", "odd.json", "--output", "out")

    assert code == 0
    assert "odd.json: note: '{%1%}' is kept with its own spaces, as verbatim(...)" in told


@pytest.fixture
def usual_depth() -> Iterator[None]:
    """Python's own limit of recursion: other tests' tools raise it."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.usefixtures("usual_depth")
def test_a_value_nested_deeper_than_python_follows_is_a_finding_and_no_traceback(put: Put, run: Run) -> None:
    put(
        "deep.json",
        '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":' + "[" * 5_000 + "]" * 5_000 + ',"End":true}}}',
    )

    code, told = run("import", "deep.json", "--output", "out")

    assert code == 1
    assert "deep.json:1:1: WF805 error: the definition nests values or conditions deeper than Python can follow" in told


def test_a_definition_that_only_its_indentation_makes_too_large_is_written_without_any() -> None:
    numbers = list(range(40))
    states = {f"S{at}": {"Type": "Pass", "Result": numbers, "Next": f"S{at + 1}"} for at in range(1, 3_000)}
    value = {"StartAt": "S1", "States": {**states, "S3000": {"Type": "Pass", "End": True}}}
    machine = asl.from_json(value)

    text = definition_text(machine)

    assert json.loads(text) == value
    assert len(text) < LARGEST_DEFINITION < len(asl.write(machine))


def test_a_file_with_a_long_name_makes_a_workflow_whose_name_leaves_room_for_a_stacks(put: Put, run: Run) -> None:
    put(f"{'a-very-long-name-' * 8}.asl.json", SOUND)

    code, told = run("import", f"{'a-very-long-name-' * 8}.asl.json", "--output", "order.py")

    assert code == 0, told
    assert f'Workflow("{("AVeryLongName" * 8)[:78]}"' in Path("order.py").read_text("utf-8")

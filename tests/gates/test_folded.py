"""What the gates look at of a stack that has zips."""

from pathlib import Path

from tests.gates.conftest import write_code
from tests.stack.conftest import code_of, make_program
from workflow_dsl.stack import ZipCode, build_template


def test_a_function_in_a_zip_leaves_the_others_to_be_looked_at(tmp_path: Path) -> None:
    program = make_program()
    sources = code_of(program)
    zipped, *others = sorted(sources)

    template = build_template(program, {**sources, zipped: ZipCode("functions/1.zip")})
    write_code(template.to_json(), tmp_path / "orders")

    assert {file.parent.name: file.read_text(encoding="utf-8") for file in tmp_path.rglob("index.py")} == {
        name: sources[name] for name in others
    }

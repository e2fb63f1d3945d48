"""The blocks of the manual are one definition, and it compiles without a word of advice."""

import re
from pathlib import Path

from workflow_dsl.pipeline.compile import compile_machine
from workflow_dsl.project import Definition

MANUAL = Path(__file__).parents[2] / "docs" / "definitions.md"


def test_the_definition_of_the_manual_compiles(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "shop.py"
    file.write_text("\n".join(blocks), encoding="utf-8")

    compiled = compile_machine(Definition("shop", file, tmp_path))

    assert [finding.render() for finding in compiled.advice] == []
    assert list(compiled.program.machine.States) == [
        "Charge",
        "Large",
        "AskSomebody",
        "PackAll",
        "Together",
        "Done",
        "Declined",
        "Alert",
        "Failed",
    ]

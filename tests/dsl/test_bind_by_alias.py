"""A field with an alias is bound by the alias, which is what type checkers want, or by its own name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from workflow_dsl import Pass, Workflow, bind
from workflow_dsl.diagnostics import FindingsError

ROOT = Path(__file__).parents[2]


class Order(BaseModel):
    order_id: str = Field(alias="orderId")
    total: int


class Camel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)
    order_id: str


def written(value: object) -> Any:
    """What a state gives that has this value."""
    machine = json.loads(Workflow("Shop", input=Order, steps=[Pass("Keep", value=value)]).to_asl())
    return machine["States"]["Keep"]["Output"]


def test_the_alias_and_the_name_say_the_same() -> None:
    by_alias = bind(Order, orderId="a", total=1)
    by_name = bind(Order, order_id="a", total=1)  # type: ignore[call-arg]

    assert written(by_alias) == written(by_name) == {"orderId": "a", "total": 1}


def test_what_is_missing_is_called_as_it_is_to_be_written() -> None:
    with pytest.raises(FindingsError, match=r"leaves out orderId, .*; add orderId=\.\.\., which is str"):
        bind(Order, total=1)  # type: ignore[call-arg]
    with pytest.raises(FindingsError, match=r"Order\.orderId: .* not 5"):
        bind(Order, orderId=5, total=1)  # type: ignore[arg-type]


def test_an_alias_that_was_generated_is_no_argument() -> None:
    assert written(bind(Camel, order_id="a")) == {"orderId": "a"}
    with pytest.raises(FindingsError, match="Camel has no field orderId; did you mean order_id"):
        bind(Camel, orderId="a")  # type: ignore[call-arg]


def test_a_type_checker_wants_what_bind_takes(tmp_path: Path) -> None:
    file = tmp_path / "shop.py"
    file.write_text(
        "from pydantic import BaseModel, Field\nfrom workflow_dsl import bind\n\n\nclass Order(BaseModel):\n"
        '    order_id: str = Field(alias="orderId")\n\n\nbind(Order, orderId="a")\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", str(file)]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

    assert checked.returncode == 0, checked.stdout

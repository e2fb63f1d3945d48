"""An input that cannot be run is refused with its place and what is wrong."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from workflow_dsl.pipeline.run import RunInputError, read_input


class Item(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")
    article_id: str
    count: Annotated[int, Field(gt=0)]


class Order(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")
    order_id: str
    items: list[Item]


class Kind(Enum):
    GIFT = "gift"


class Payment(BaseModel):
    model_config = ConfigDict(strict=True)
    due: datetime
    price: Decimal
    kind: Kind
    pair: tuple[int, str]
    pause: timedelta


def _refusal(tmp_path: Path, text: str, contract: type[BaseModel] | None = Order) -> str:
    file = tmp_path / "order.json"
    file.write_text(text)
    with pytest.raises(RunInputError) as refused:
        read_input(str(file), contract)
    return str(refused.value).replace(str(file), "order.json")


def test_an_input_may_begin_with_a_byte_order_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "order.json"
    file.write_text('{"a": 1}', encoding="utf-8-sig")
    monkeypatch.setattr("sys.stdin", io.StringIO('\ufeff{"a": 1}'))

    assert read_input(str(file), None) == {"a": 1}
    assert read_input("-", None) == {"a": 1}


def test_a_fitting_input_is_returned_as_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_text('{"orderId": "1", "items": [{"articleId": "a", "count": 2}]}')

    assert read_input(str(file), Order) == {"orderId": "1", "items": [{"articleId": "a", "count": 2}]}


def test_a_strict_contract_takes_what_json_has_for_its_values(tmp_path: Path) -> None:
    file = tmp_path / "payment.json"
    written = {"due": "2030-01-31T09:00:00Z", "price": "1.50", "kind": "gift", "pair": [1, "a"], "pause": "PT5S"}
    file.write_text(json.dumps(written))

    assert read_input(str(file), Payment) == written
    assert "$.pair[0]: Input should be a valid integer" in _refusal(
        tmp_path, json.dumps({**written, "pair": ["1", "a"]}), Payment
    )


def test_a_hyphen_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"orderId": "1", "items": []}'))

    assert read_input("-", Order) == {"orderId": "1", "items": []}


def test_a_missing_file_is_named() -> None:
    with pytest.raises(RunInputError, match=r"^no-such\.json: there is no such file; name a file with"):
        read_input("no-such.json", None)


def test_text_that_is_not_json_is_told_with_its_place(tmp_path: Path) -> None:
    assert _refusal(tmp_path, '{\n  "orderId": 1,\n}').startswith("order.json:3:1: not JSON: ")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("[]", "an array"), ('"a"', "a string"), ("1", "a number"), ("null", "null"), ("true", "a boolean")],
)
def test_an_input_that_is_no_object_is_refused(tmp_path: Path, text: str, kind: str) -> None:
    assert _refusal(tmp_path, text, None) == f"order.json: the input of an execution is a JSON object, not {kind}"


def test_each_breach_of_the_contract_is_told_with_its_place_and_path(tmp_path: Path) -> None:
    told = _refusal(
        tmp_path, '{\n  "orderId": 7,\n  "items": [\n    {"articleId": "a", "count": 0, "colour": "red"}\n  ]\n}'
    )

    assert told.splitlines() == [
        "order.json:2:14: $.orderId: Input should be a valid string; see Order",
        "order.json:4:33: $.items[0].count: Input should be greater than 0; see Order",
        "order.json:4:46: $.items[0].colour: Extra inputs are not permitted; see Order",
    ]


def test_a_missing_field_is_told_at_the_object_that_lacks_it(tmp_path: Path) -> None:
    told = _refusal(tmp_path, '{\n  "items": [{"articleId": "a"}], "orderId": "1"\n}')

    assert told == "order.json:2:13: $.items[0].count: Field required; see Order"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunInputError, match="cannot be read: Is a directory; name a file with one JSON object"):
        read_input(str(tmp_path), None)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "latin.json"
    file.write_bytes(b'{"a": "\xe9"}')
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"a": "\xe9"}'), encoding="utf-8"))

    with pytest.raises(RunInputError, match=r"latin\.json is not UTF-8; write it as UTF-8"):
        read_input(str(file), None)
    with pytest.raises(RunInputError, match="standard input is not UTF-8"):
        read_input("-", None)

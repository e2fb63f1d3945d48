from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from workflow_dsl.stack.contract_schema import contract_schema


class Line(BaseModel):
    """A line of an order."""

    sku: str
    count: Annotated[int, Field(gt=0)]


class Order(BaseModel):
    """An order."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["order"]
    lines: Annotated[list[Line], Field(min_length=1)]
    note: Annotated[str | None, Field(description="Prose", alias="remark")] = None
    by_sku: dict[str, Line] = {}
    total: Decimal = Decimal(0)


def test_references_are_written_out() -> None:
    line = {
        "type": "object",
        "required": ["sku", "count"],
        "properties": {"sku": {"type": "string"}, "count": {"type": "integer", "minimum": 0, "exclusiveMinimum": True}},
    }

    schema = contract_schema(Order)

    assert schema["properties"]["lines"] == {"type": "array", "minItems": 1, "items": line}
    assert schema["properties"]["by_sku"] == {"type": "object", "additionalProperties": line}


def test_names_are_those_of_the_wire() -> None:
    schema = contract_schema(Order)

    assert "remark" in schema["properties"]
    assert schema["properties"]["remark"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}


def test_what_draft_4_does_not_know_is_said_in_its_words() -> None:
    schema = contract_schema(Order)

    assert schema["$schema"] == "http://json-schema.org/draft-04/schema#"
    assert schema["properties"]["kind"] == {"type": "string", "enum": ["order"]}
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["kind", "lines"]


class Tree(BaseModel):
    """A tree of any depth."""

    branches: list["Tree"] = []


def test_a_contract_that_holds_itself_is_checked_as_deep_as_makes_sense() -> None:
    schema = contract_schema(Tree)

    depth = 0
    while "properties" in schema:
        schema = schema["properties"]["branches"]["items"]
        depth += 1
    assert 1 < depth < 20

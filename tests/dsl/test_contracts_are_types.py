"""A contract is a type. Its name in quotes, or a value of it, is refused where it is given, and every type is taken."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Generic, List, Literal, NewType, Optional, TypeVar  # noqa: UP035

import pytest
from pydantic import BaseModel, Field, RootModel, conint
from typing_extensions import TypeAliasType, TypedDict

from workflow_dsl import (
    AwsTask,
    Flow,
    HttpApi,
    LambdaFunction,
    LambdaTask,
    ResourceTask,
    SnsPublish,
    SqsSendMessage,
    Topic,
    Workflow,
    jsonata,
    jsonpath,
)
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.resources import Queue

Item = TypeVar("Item")


class Order(BaseModel):
    order_id: str


class Box(BaseModel, Generic[Item]):
    inside: Item


class Raw(TypedDict):
    order_id: str


def function(**contracts: Any) -> LambdaFunction[Any, Any]:
    return LambdaFunction("Charge", handler="shop.charge.handler", **({"input": Order, "output": Order} | contracts))


ANY = "write a class of pydantic's BaseModel, or another type, as list[str]"
PLACES: dict[str, Callable[[Any], object]] = {
    "Workflow.input": lambda given: Workflow("Shop", input=given),
    "Flow.input": lambda given: Flow(input=given),
    "LambdaFunction.input": lambda given: function(input=given),
    "LambdaFunction.output": lambda given: function(output=given),
    "LambdaTask.result": lambda given: LambdaTask("Charge", "charge", payload={}, result=given),
    "AwsTask.result": lambda given: AwsTask("Charge", service="s3", action="ListBuckets", result=given),
    "SnsPublish.result": lambda given: SnsPublish("Tell", Topic("Alerts"), message="m", result=given),
    "SqsSendMessage.result": lambda given: SqsSendMessage("Tell", Queue("Orders"), body="m", result=given),
    "ResourceTask.result": lambda given: ResourceTask("Ask", "arn:aws:states:::glue:startJobRun", result=given),
    "jsonata": lambda given: jsonata("$now()", type=given),
    "jsonpath": lambda given: jsonpath("$.order", type=given),
    "HttpApi.request": lambda given: HttpApi("Front", function=function(), request=given),
}
TYPES = [
    Order, Box[Order], RootModel[list[Order]], Raw, dict, dict[str, Any], Mapping[str, int], Sequence[str], list,
    list[Order], List[Order], List, tuple[int, str], str, int, Any, object, None, Order | None, Optional[Order],  # noqa: UP006, UP045
    Annotated[Order, Field(description="one")], Annotated[str, "Order"], conint(gt=1), Literal["Order"],
    list[Literal["Order"]], NewType("Id", str), TypeAliasType("Orders", list[Order]),
    TypeAliasType("Tree", "dict[str, Tree]"), Item,  # noqa: F821
]  # fmt: skip


def told(place: str, given: object) -> str:
    with pytest.raises(FindingsError) as raised:
        PLACES[place](given)
    (finding,) = raised.value.findings
    return f"{finding.code} {finding.message}; {finding.instead}"


@pytest.mark.parametrize("place", PLACES)
def test_a_contract_in_quotes_is_refused_where_it_is_given(place: str) -> None:
    expected = f'WF103 {place}: "Order" is a text and no type; write the class itself, Order, without quotes'

    assert told(place, "Order") == expected


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (Order(order_id="1"), "an Order is no type; write the class itself, Order"),
        (3, "3 is no type; {ANY}"),
        ([Order], "a list is no type; write list[Order]"),
        ({"id": str}, "a dict is no type; {ANY}"),
        (Workflow("Other").input, "an expression is no type; {ANY}"),
        (function(), "a LambdaFunction is no type; {ANY}"),
        (list["Order"], '"Order" is a text and no type; write the class itself, Order, without quotes'),
        (Optional["Order"], '"Order" is a text and no type; write the class itself, Order, without quotes'),
        ("list[Order]", '"list[Order]" is a text and no type; write the class itself, without quotes'),
    ],
)  # fmt: skip
def test_what_is_no_type_is_refused(given: object, problem: str) -> None:
    assert told("Workflow.input", given) == f"WF103 Workflow.input: {problem.format(ANY=ANY)}"


@pytest.mark.parametrize("given", TYPES, ids=repr)
@pytest.mark.parametrize("place", PLACES)
def test_every_type_is_a_contract(place: str, given: object) -> None:
    PLACES[place](given)

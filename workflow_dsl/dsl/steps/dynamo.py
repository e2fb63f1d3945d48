"""Writing to a DynamoDB table without a function."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from workflow_dsl.diagnostics import suggest
from workflow_dsl.dsl.steps.task import Task
from workflow_dsl.resources import Table

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import TaskOptions

# Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html and
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
FUNCTIONS = (
    "attribute_exists",
    "attribute_not_exists",
    "attribute_type",
    "begins_with",
    "contains",
    "size",
    "if_not_exists",
    "list_append",
)
_WORDS = ("AND", "OR", "NOT", "IN", "BETWEEN")
_CLAUSE = re.compile(r"\s*(SET|REMOVE|ADD|DELETE)\s", re.IGNORECASE)
_CALL = re.compile(r"(?<![#:\w])([A-Za-z_]\w*)\s*\(")


class DynamoWrite(Task[Any]):
    """A write to one item. Values are plain: text, numbers, booleans, lists and dictionaries, or expressions of such
    types. Every `#name` and `:value` that the expressions use is declared in `names` and `values`, and the reverse.
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "table")
    table: Table = Field(description="a Table")
    condition: str | None = Field(None, description='a condition, as "attribute_not_exists(paymentId)"')
    names: Mapping[str, str] = Field(default_factory=dict, description='{"#status": "status"}')
    values: Mapping[str, Any] = Field(default_factory=dict, description='{":pending": "PENDING"}')

    def _faults(self) -> Iterator[tuple[str, str]]:
        yield from super()._faults()
        text = " ".join(self._expressions())
        yield from _placeholders(text, "#", self.names, "names")
        yield from _placeholders(text, ":", self.values, "values")
        for function in dict.fromkeys(_CALL.findall(text)):
            if function not in FUNCTIONS and function.upper() not in _WORDS:
                near = suggest(function, FUNCTIONS)
                instead = f"did you mean {near}?" if near else f"there are {', '.join(FUNCTIONS)}"
                yield f"DynamoDB has no function {function}", instead

    def _expressions(self) -> Iterator[str]:
        """The texts in which placeholders and functions stand."""
        if self.condition is not None:
            yield self.condition

    def _key_faults(self, given: Mapping[str, Any], exact: bool) -> Iterator[tuple[str, str]]:
        """What is wrong with the key attributes of an item."""
        wanted = [name for name in (self.table.key, self.table.sort) if name is not None]
        missing = [name for name in wanted if name not in given]
        surplus = [name for name in given if name not in wanted] if exact else []
        if missing or surplus:
            keys = " and ".join(wanted)
            told = f"leaves out {', '.join(missing)}" if missing else f"has {', '.join(surplus)} in it"
            yield f"the key {told}, and the key of {self.table.name} is {keys}", f"give exactly {keys}"


def _placeholders(text: str, mark: str, declared: Mapping[str, Any], argument: str) -> Iterator[tuple[str, str]]:
    used = dict.fromkeys(re.findall(rf"{mark}\w+", text))
    for name in used:
        if name not in declared:
            yield f"{name} is not declared", f'add it: {argument}={{"{name}": ...}}'
    for name in declared:
        if name not in used:
            yield f"{name} is declared and not used", f"use it in an expression, or leave it out of {argument}"


class DynamoPutItem(DynamoWrite):
    """Put an item; with `condition`, only where it holds (else the error DynamoDB.ConditionalCheckFailedException).

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html
    """

    item: Mapping[str, Any] = Field(description='{"orderId": order.id, ...}')

    def _faults(self) -> Iterator[tuple[str, str]]:
        yield from super()._faults()
        yield from self._key_faults(self.item, exact=False)

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            table: Table,
            *,
            item: Mapping[str, Any],
            condition: str | None = None,
            names: Mapping[str, str] = ...,
            values: Mapping[str, Any] = ...,
            **options: Unpack[TaskOptions],
        ) -> None: ...


class DynamoUpdateItem(DynamoWrite):
    """Update the item with this `key` by an update expression, as "SET #status = :paid".

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html
    """

    key: Mapping[str, Any] = Field(description='{"orderId": order.id}')
    update: str = Field(description='an update expression, as "SET #status = :paid"')

    def _faults(self) -> Iterator[tuple[str, str]]:
        yield from super()._faults()
        yield from self._key_faults(self.key, exact=True)
        if not _CLAUSE.match(self.update):
            yield "the update begins with none of SET, REMOVE, ADD and DELETE", 'write update="SET #status = :paid"'

    def _expressions(self) -> Iterator[str]:
        yield from super()._expressions()
        yield self.update

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            table: Table,
            *,
            key: Mapping[str, Any],
            update: str,
            condition: str | None = None,
            names: Mapping[str, str] = ...,
            values: Mapping[str, Any] = ...,
            **options: Unpack[TaskOptions],
        ) -> None: ...

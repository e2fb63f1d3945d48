"""Writing to a DynamoDB table without a function."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from workflow_dsl.dsl.retry import Catch, Retry
from workflow_dsl.dsl.steps.task import Task
from workflow_dsl.resources import Table

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import TaskOptions


class DynamoWrite(Task[Any]):
    """A write to one item. Values are plain: text, whole numbers, booleans, lists and dictionaries, or expressions of
    such types.
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "table")
    table: Table = Field(description="a Table")
    condition: str | None = Field(None, description='a condition, as "attribute_not_exists(paymentId)"')
    names: Mapping[str, str] = Field(default_factory=dict, description='{"#status": "status"}')
    values: Mapping[str, Any] = Field(default_factory=dict, description='{":pending": "PENDING"}')


class DynamoPutItem(DynamoWrite):
    """Put an item; with `condition`, only where it holds (else the error DynamoDB.ConditionalCheckFailedException).

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html
    """

    item: Mapping[str, Any] = Field(description='{"orderId": order.id, ...}')

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
            retry: Sequence[Retry] = (),
            catch: Sequence[Catch] = (),
            timeout: timedelta | None = None,
            next: Any = None,
            comment: str | None = None,
            **options: Unpack[TaskOptions],
        ) -> None: ...


class DynamoUpdateItem(DynamoWrite):
    """Update the item with this `key` by an update expression, as "SET #status = :paid".

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html
    """

    key: Mapping[str, Any] = Field(description='{"orderId": order.id}')
    update: str = Field(description='an update expression, as "SET #status = :paid"')

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
            retry: Sequence[Retry] = (),
            catch: Sequence[Catch] = (),
            timeout: timedelta | None = None,
            next: Any = None,
            comment: str | None = None,
            **options: Unpack[TaskOptions],
        ) -> None: ...

"""DynamoDB tables."""

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from workflow_dsl.declaration import Declaration
from workflow_dsl.resources.resource import Grant, Resource


class Index(Declaration):
    """A global secondary index: string attributes `key` and `sort`, and which attributes it carries beside the keys."""

    name: str = Field(
        pattern=r"^[A-Za-z0-9_.-]{3,255}$", description='3 to 255 letters, digits, _, - and ., as "byStatus"'
    )
    key: str = Field(min_length=1, description="the attribute that it is looked up by")
    sort: str | None = Field(None, min_length=1, description="the attribute that it is sorted by")
    include: tuple[str, ...] = Field((), description="further attributes that it carries")

    if TYPE_CHECKING:

        def __init__(
            self, name: str, *, key: str, sort: str | None = None, include: tuple[str, ...] | list[str] = ()
        ) -> None: ...


class Table(Resource):
    """A DynamoDB table with a string partition key, on demand, encrypted, with point-in-time recovery.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
    """

    kind: ClassVar[str] = "DynamoDBTable"
    service: ClassVar[str] = "dynamodb"
    key: str = Field(min_length=1, description='the name of the partition key, as "paymentId"')
    sort: str | None = Field(None, min_length=1, description="the name of the sort key")
    indexes: tuple[Index, ...] = Field((), max_length=20, description="[Index(...)], at most 20")

    if TYPE_CHECKING:

        def __init__(
            self, name: str, *, key: str, sort: str | None = None, indexes: tuple[Index, ...] | list[Index] = ()
        ) -> None: ...

    def grant_index(self, index: str, *actions: str) -> Grant:
        """Permission to query one index of the table: `table.grant_index("byStatus", "dynamodb:Query")`."""
        return self.grant(*actions, below=f"/index/{index}")

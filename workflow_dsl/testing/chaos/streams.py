"""Read a table's stream: every write, in the order of writing for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workflow_dsl.deploy import plain_row
from workflow_dsl.testing.chaos.evidence import RowChange


def read_changes(client: Callable[[str], Any], table: str, physical: str) -> Iterator[RowChange]:
    """The writes to a table since its stream began.

    Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
    """
    arn = client("dynamodb").describe_table(TableName=physical)["Table"].get("LatestStreamArn")
    if arn is None:
        return
    streams = client("dynamodbstreams")
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        for record in _records(streams, arn, shard["ShardId"]):
            images = record["dynamodb"]
            yield RowChange(table, plain_row(images.get("OldImage", {})), plain_row(images.get("NewImage", {})))


def _records(streams: Any, arn: str, shard: str) -> Iterator[Mapping[str, Any]]:
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    place = iterator["ShardIterator"]
    while place is not None:
        page = streams.get_records(ShardIterator=place)
        yield from page["Records"]
        # An open shard has always a next iterator; an empty page is its end for now.
        place = page.get("NextShardIterator") if page["Records"] else None

"""Doing the same for each of millions of items, each run an execution of its own."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, Field, StrictFloat, StrictInt, create_model

from workflow_dsl.declaration import Declaration
from workflow_dsl.dsl.durations import Dynamic
from workflow_dsl.dsl.steps.map import Count, Map

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.flow import Flow
    from workflow_dsl.dsl.steps.options import GuardedOptions

InputType = Literal["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"]
Delimiter = Literal["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]
Share = Annotated[StrictFloat | StrictInt | None, Field(ge=0, le=100), Dynamic]
Least = Annotated[StrictInt | None, Field(ge=1), Dynamic]


class ReaderConfig(Declaration):
    """What the items are read from, and how.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
    """

    positional: ClassVar[tuple[str, ...]] = ("input_type",)
    input_type: InputType | None = Field(None, description='"CSV", "JSON" or another')
    transformation: Literal["NONE", "LOAD_AND_FLATTEN"] | None = Field(None, description='"LOAD_AND_FLATTEN"')
    manifest_type: Literal["ATHENA_DATA", "S3_INVENTORY"] | None = Field(None, description='"S3_INVENTORY"')
    csv_delimiter: Delimiter | None = Field(None, description='"COMMA" or another')
    csv_header_location: Literal["FIRST_ROW", "GIVEN"] | None = Field(None, description='"FIRST_ROW" or "GIVEN"')
    csv_headers: tuple[str, ...] | None = Field(None, description='["id", "total"]')
    items_pointer: str | None = Field(None, description='a JSON pointer, as "/orders"')
    max_items: Count = Field(None, description="a whole number from 0")

    if TYPE_CHECKING:

        def __init__(
            self,
            input_type: InputType = ...,
            *,
            transformation: Literal["NONE", "LOAD_AND_FLATTEN"] = ...,
            manifest_type: Literal["ATHENA_DATA", "S3_INVENTORY"] = ...,
            csv_delimiter: Delimiter = ...,
            csv_header_location: Literal["FIRST_ROW", "GIVEN"] = ...,
            csv_headers: Sequence[str] = ...,
            items_pointer: str = ...,
            max_items: int = ...,
        ) -> None: ...


class ItemReader(Declaration):
    """Where the items are read: `resource` is "arn:aws:states:::s3:getObject" or "...:listObjectsV2"."""

    positional: ClassVar[tuple[str, ...]] = ("resource",)
    resource: str = Field(description='"arn:aws:states:::s3:getObject"')
    arguments: Any = Field(None, description='{"Bucket": "...", "Key": "..."}')
    config: ReaderConfig | None = Field(None, description="ReaderConfig(...)")

    if TYPE_CHECKING:

        def __init__(
            self, resource: str, *, arguments: Mapping[str, Any] = ..., config: ReaderConfig | None = None
        ) -> None: ...


class ItemBatcher(Declaration):
    """How many items one run takes, at most so many or so many bytes; `input` is what each batch gets beside them.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
    """

    positional: ClassVar[tuple[str, ...]] = ()
    max_items: Least = Field(None, description="a whole number from 1")
    max_bytes: Least = Field(None, description="a whole number from 1")
    input: Any = Field(None, description='{"region": "..."}')

    if TYPE_CHECKING:

        def __init__(self, *, max_items: int = ..., max_bytes: int = ..., input: Mapping[str, Any] = ...) -> None: ...


class WriterConfig(Declaration):
    """The form in which results are written."""

    positional: ClassVar[tuple[str, ...]] = ()
    transformation: Literal["NONE", "COMPACT", "FLATTEN"] | None = Field(None, description='"COMPACT"')
    output_type: Literal["JSON", "JSONL"] | None = Field(None, description='"JSON" or "JSONL"')

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            transformation: Literal["NONE", "COMPACT", "FLATTEN"] = ...,
            output_type: Literal["JSON", "JSONL"] = ...,
        ) -> None: ...


class ResultWriter(Declaration):
    """Where the results are written: `resource` is "arn:aws:states:::s3:putObject".

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
    """

    positional: ClassVar[tuple[str, ...]] = ("resource",)
    resource: str | None = Field(None, description='"arn:aws:states:::s3:putObject"')
    arguments: Any = Field(None, description='{"Bucket": "...", "Prefix": "..."}')
    config: WriterConfig | None = Field(None, description="WriterConfig(...)")

    if TYPE_CHECKING:

        def __init__(
            self, resource: str = ..., *, arguments: Mapping[str, Any] = ..., config: WriterConfig | None = None
        ) -> None: ...


class DistributedMap(Map):
    """Run the flow `each` for each item of `items`, or of what `reader` reads, as an execution of its own.

    `tolerated_count` and `tolerated_percentage` are the failures after which the Map fails; `label` is a part of the
    child executions' names. The output is the list of theirs or, where a `writer` writes that to S3, what tells where:
    `output.ResultWriterDetails.Key` is the manifest.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
    """

    mode: Literal["INLINE", "DISTRIBUTED"] | None = Field("DISTRIBUTED", description='"DISTRIBUTED"')
    execution_type: Literal["STANDARD", "EXPRESS"] | None = Field(None, description='"STANDARD" or "EXPRESS"')
    reader: ItemReader | None = Field(None, description="ItemReader(...)")
    batcher: ItemBatcher | None = Field(None, description="ItemBatcher(...)")
    writer: ResultWriter | None = Field(None, description="ResultWriter(...)")
    tolerated_count: Count = Field(None, description="a whole number from 0")
    tolerated_percentage: Share = Field(None, description="a number from 0 to 100")
    label: str | None = Field(None, description='a name, as "Orders"')

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            each: Flow[Any],
            items: Any = None,
            item: Any = None,
            reader: ItemReader | None = None,
            batcher: ItemBatcher | None = None,
            writer: ResultWriter | None = None,
            max_concurrency: int = 0,
            tolerated_count: int | None = None,
            tolerated_percentage: float | None = None,
            label: str | None = None,
            mode: Literal["INLINE", "DISTRIBUTED"] | None = "DISTRIBUTED",
            execution_type: Literal["STANDARD", "EXPRESS"] = "STANDARD",
            legacy: Sequence[Literal["Iterator", "Parameters"]] = (),
            **options: Unpack[GuardedOptions],
        ) -> None: ...

        @property
        def output(self) -> Any: ...

    def _output_type(self) -> Any:
        is_written = self.writer is not None and self.writer.resource is not None
        return _written() if is_written else super()._output_type()


@cache
def _written() -> type[BaseModel]:
    """What tells where results are. Made when it is asked for: few workflows do.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
    """
    details = create_model("ResultWriterDetails", Bucket=(str, ...), Key=(str, ...))
    return create_model("MapRunResults", MapRunArn=(str, ...), ResultWriterDetails=(details, ...))

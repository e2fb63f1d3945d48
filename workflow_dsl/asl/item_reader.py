"""ItemReader: where a distributed Map reads its items."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from workflow_dsl.asl.fields import Count, Items
from workflow_dsl.asl.model import AslObject, Problem


class ReaderConfig(AslObject):
    """https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html#itemreader-field-contents"""

    term: ClassVar[str] = "a ReaderConfig"

    InputType: Literal["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"] | None = None
    Transformation: Literal["NONE", "LOAD_AND_FLATTEN"] | None = None
    ManifestType: Literal["ATHENA_DATA", "S3_INVENTORY"] | None = None
    CSVDelimiter: Literal["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"] | None = None
    CSVHeaderLocation: Literal["FIRST_ROW", "GIVEN"] | None = None
    CSVHeaders: Items[str] | None = None
    ItemsPointer: str | None = None
    MaxItems: Count | None = None
    MaxItemsPath: str | None = None

    def _problems(self) -> Iterator[Problem]:
        yield from self._both("MaxItems", "MaxItemsPath")


# Within the class below the name means the field.
_ReaderConfig = ReaderConfig


class ItemReader(AslObject):
    """https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html"""

    term: ClassVar[str] = "an ItemReader"

    Resource: str
    ReaderConfig: _ReaderConfig | None = None
    Parameters: Any = None
    Arguments: Any = None

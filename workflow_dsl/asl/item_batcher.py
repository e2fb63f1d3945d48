"""ItemBatcher: how many items one run of a distributed Map takes."""

from collections.abc import Iterator
from typing import Any, ClassVar

from workflow_dsl.asl.fields import PositiveCount
from workflow_dsl.asl.model import AslObject, Problem


class ItemBatcher(AslObject):
    """https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html"""

    term: ClassVar[str] = "an ItemBatcher"

    BatchInput: Any = None
    MaxItemsPerBatch: PositiveCount | None = None
    MaxItemsPerBatchPath: str | None = None
    MaxInputBytesPerBatch: PositiveCount | None = None
    MaxInputBytesPerBatchPath: str | None = None

    def _problems(self) -> Iterator[Problem]:
        yield from self._both("MaxItemsPerBatch", "MaxItemsPerBatchPath")
        yield from self._both("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath")

"""ResultWriter: where a distributed Map writes its results."""

from typing import Any, ClassVar, Literal

from workflow_dsl.asl.model import AslObject


class WriterConfig(AslObject):
    """https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html#input-output-writer-config"""

    term: ClassVar[str] = "a WriterConfig"

    Transformation: Literal["NONE", "COMPACT", "FLATTEN"] | None = None
    OutputType: Literal["JSON", "JSONL"] | None = None


# Within the class below the name means the field.
_WriterConfig = WriterConfig


class ResultWriter(AslObject):
    """https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html"""

    term: ClassVar[str] = "a ResultWriter"

    Resource: str | None = None
    WriterConfig: _WriterConfig | None = None
    Parameters: Any = None
    Arguments: Any = None

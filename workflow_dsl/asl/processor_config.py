"""ProcessorConfig: how a Map runs its iterations."""

from typing import ClassVar, Literal

from workflow_dsl.asl.model import AslObject


class ProcessorConfig(AslObject):
    """INLINE runs iterations within the execution, DISTRIBUTED each as an execution of its own.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html
    """

    term: ClassVar[str] = "a ProcessorConfig"

    Mode: Literal["INLINE", "DISTRIBUTED"] = "INLINE"
    ExecutionType: Literal["STANDARD", "EXPRESS"] | None = None

"""Metrics that the handlers emit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, StrictBool, StrictInt

from workflow_dsl.resources.resource import Resource


class Metric(Resource):
    """A custom CloudWatch metric (embedded metric format) that the workflow's handlers emit: on the dashboard, and
    alarmed on.

    `dimensions` are written as they are; the value "${AWS::StackName}" stands for the stack's name, by which two stacks
    in one account are told apart, and "*" for whatever the handlers write, a line on the dashboard for each. An alarm
    is raised when the sum over five minutes is above `alarm_above`; it needs every value. With `rolls_back`, it also
    ends the trial of a new version of the machine (see StackOptions.canary): False for what a new version does not
    cause, as bad requests.
    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html
    """

    kind: ClassVar[str] = "Metric"
    namespace: str = Field(min_length=1, max_length=255, description='a namespace, as "PaymentWorkflow"')
    unit: Literal["Count", "Milliseconds", "None"] = Field("Count", description='"Count"')
    dimensions: dict[str, str] = Field(default_factory=dict, max_length=30, description='{"service": "payments"}')
    alarm_above: StrictInt | None = Field(None, ge=0, description="a whole number")
    rolls_back: StrictBool = Field(True, description="True or False")

    @property
    def is_open(self) -> bool:
        """Whether a dimension may have any value."""
        return "*" in self.dimensions.values()

    def _faults(self) -> Iterator[tuple[str, str]]:
        if self.is_open and self.alarm_above is not None:
            yield "no alarm can be on a dimension of any value", "name the value, or leave alarm_above out"
        if self.namespace.startswith("AWS/"):
            yield f'the namespace "{self.namespace}" is one of AWS\'s own', 'write one of yours, as "PaymentWorkflow"'

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            namespace: str,
            unit: Literal["Count", "Milliseconds", "None"] = "Count",
            dimensions: dict[str, str] = ...,
            alarm_above: int | None = None,
            rolls_back: bool = True,
        ) -> None: ...

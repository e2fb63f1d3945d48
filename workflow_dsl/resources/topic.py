"""SNS topics."""

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from workflow_dsl.resources.parameter import Parameter
from workflow_dsl.resources.resource import Grant, Resource


class Topic(Resource):
    """An SNS topic, encrypted and reached by TLS only; `email` names the parameter whose address is the one
    subscription allowed.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html
    """

    kind: ClassVar[str] = "SNSTopic"
    service: ClassVar[str] = "sns"
    email: Parameter | None = Field(None, description='a Parameter, as Parameter("AlertEmail")')

    if TYPE_CHECKING:

        def __init__(self, name: str, *, email: Parameter | None = None) -> None: ...

    def grant_publish(self) -> Grant:
        """Permission to publish to the topic."""
        return self.grant("sns:Publish")

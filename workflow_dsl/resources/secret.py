"""Secrets Manager secrets."""

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from workflow_dsl.resources.resource import Grant, Resource


class Secret(Resource):
    """A secret whose value is put in by hand after the first deployment; passed as a value it stands for its ARN.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-secret.html
    """

    kind: ClassVar[str] = "SecretsManagerSecret"
    service: ClassVar[str] = "secretsmanager"
    description: str = Field(
        "", max_length=2048, description="a sentence of at most 2048 characters that says what it holds"
    )

    if TYPE_CHECKING:

        def __init__(self, name: str, *, description: str = "") -> None: ...

    def grant_read(self) -> Grant:
        """Permission to read the secret's value."""
        return self.grant("secretsmanager:GetSecretValue")

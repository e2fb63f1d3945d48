"""Template parameters."""

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field, StrictBool

from workflow_dsl.resources.resource import Resource


class Parameter(Resource):
    """A parameter of the stack, given when it is deployed; its logical id is its name.

    `placeholder` is the name by which a definition speaks of it where that is another one: `${order_table}`.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    """

    kind: ClassVar[str] = ""
    description: str = Field(
        "", max_length=4000, description="a sentence of at most 4000 characters that says what to enter"
    )
    default: str | None = Field(None, description="a string")
    allowed: tuple[str, ...] = Field((), description='the allowed values, as ["dev", "prod"]')
    pattern: str | None = Field(None, description="a regular expression that the whole value must match")
    placeholder: str | None = Field(None, description='the name in the definition, as "order_table"')
    secret: StrictBool = Field(False, description="True when the value must never be shown")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            description: str = "",
            default: str | None = None,
            allowed: tuple[str, ...] | list[str] = (),
            pattern: str | None = None,
            placeholder: str | None = None,
            secret: bool = False,
        ) -> None: ...

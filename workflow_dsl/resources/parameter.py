"""Template parameters."""

import re
from collections.abc import Iterator
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

    def _faults(self) -> Iterator[tuple[str, str]]:
        if self.default is None:
            return
        given = "the default" if self.secret else f'the default "{self.default}"'
        if self.allowed and self.default not in self.allowed:
            yield f"{given} is none of the allowed values", f"write one of {', '.join(self.allowed)}"
        if self.pattern is not None and not matches_pattern(self.pattern, self.default):
            yield f"{given} does not match {self.pattern}", "write one that does, or leave it out"

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


def matches_pattern(pattern: str, value: str) -> bool:
    """Whether the value matches; where only Java understands the pattern, CloudFormation says."""
    try:
        return re.fullmatch(pattern, value) is not None
    except re.error:
        return True

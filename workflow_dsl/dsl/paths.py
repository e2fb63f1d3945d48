"""What a JSONPath state takes in and hands on."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from workflow_dsl.declaration import Declaration


class Paths(Declaration):
    """The paths of a JSONPath state, in the order in which the service follows them.

    `input` is the part of the state's input that it sees (InputPath), `selector` makes a value of the result
    (ResultSelector), `result` is where the result is put into the input (ResultPath; None discards it), `output` is the
    part that the next state gets (OutputPath). What is not given is left to the service, which takes "$".
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
    """

    positional: ClassVar[tuple[str, ...]] = ()
    input: Any = Field(None, description='a path, as "$.order"')
    selector: Any = Field(None, description='{"total": jsonpath("$.Payload.total")}')
    result: Any = Field(None, description='a path, as "$.charge", or None')
    output: Any = Field(None, description='a path, as "$.charge"')

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            input: str | None = "$",
            selector: Mapping[str, Any] = ...,
            result: str | None = "$",
            output: str | None = "$",
        ) -> None: ...

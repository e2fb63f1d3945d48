"""Ends of a flow."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import Field

from workflow_dsl.dsl.steps.step import Filtering, Language, Step
from workflow_dsl.dsl.steps.texts import not_text

if TYPE_CHECKING:
    from workflow_dsl.dsl.paths import Paths


class Succeed(Filtering):
    """End well, with `output` (without it, the output of the step before).

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            output: Any = None,
            comment: str | None = None,
            paths: Paths | None = None,
            language: Language | None = None,
        ) -> None: ...


class Fail(Step):
    """End badly, with the name of an error and its cause; `error` without being given is the step's name.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html
    """

    error: Any = Field(None, description='the name of an error, as "PaymentDeclined"')
    cause: Any = Field(None, description="text that says why")

    def _faults(self) -> Iterator[tuple[str, str]]:
        yield from super()._faults()
        yield from not_text({"error": self.error, "cause": self.cause})

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            error: str | None = None,
            cause: str | None = None,
            comment: str | None = None,
            language: Language | None = None,
        ) -> None: ...

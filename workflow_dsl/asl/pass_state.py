"""Pass: hands its input on, or a fixed result."""

from typing import Any, ClassVar, Literal

from workflow_dsl.asl.state import NextFields


class Pass(NextFields):
    """https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html"""

    term: ClassVar[str] = "a Pass"

    Type: Literal["Pass"] = "Pass"
    Parameters: Any = None
    Result: Any = None
    ResultPath: str | None = "$"

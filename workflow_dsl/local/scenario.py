"""What a definition says about its local runs, in `definitions/<name>/scenarios.py`: `local` and `scenarios`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from workflow_dsl.declaration import Declaration

Json = dict[str, Any]
Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
"""Rows (numbers as int or Decimal) by the logical id of their table."""


class Double(Protocol):
    """Stands in for a service outside AWS while a workflow runs on this machine."""

    def stop(self) -> None:
        """End it and free its port."""


class LocalStack(Protocol):
    """The stack as it runs on the emulator, for a double that has to reach into it: fill a table, answer a callback."""

    def physical_id(self, logical_id: str) -> str:
        """The name, URL or ARN that the emulator gave a resource. Raises KeyError for one that is not there."""

    def client(self, service: str) -> Any:
        """The client of an AWS service on the emulator, named as in boto3."""


class Tally(BaseModel):
    """A line of the summary: what was counted, how many there are, and how many there must be (None: any number)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    count: int
    expected: int | None = None

    @property
    def holds(self) -> bool:
        """Whether the count is the expected one."""
        return self.expected is None or self.count == self.expected


def takes(function: Callable[..., Any], *given: str) -> bool:
    """Whether a function can be called with so many values; their names say what they are."""
    try:
        inspect.signature(function).bind(*given)
    except TypeError:
        return False
    except ValueError:
        # Some functions that are no Python do not say what they take.
        return True
    return True


def _called_with(*given: str) -> AfterValidator:
    """Refuses a function that does not take this: it is called when a stack has been deployed, which is late."""
    told = " and ".join(given) or "no value"

    def check(function: Any) -> Any:
        if function is None or takes(function, *given):
            return function
        raise ValueError(f"it is called with {told}; write a function of {told}")

    return AfterValidator(check)


def _input(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    if callable(value) and not takes(value):
        raise ValueError("it is called with no value; write a function of no value that makes the input")
    if callable(value):
        return value
    raise ValueError('it is no JSON object; write input={"orderId": "1"}, or a function that makes such an object')


class Scenario(Declaration):
    """A ready-made run: what goes in, what is done to the double before, and how it must end.

    `starts` executions are started at the same time with the same input, each under a name of its own. `prepare` gets
    the double and the input. `error` is the name of the error of a failed execution; None accepts any.
    """

    positional: ClassVar[tuple[str, ...]] = ()
    name: str = Field(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=40,
        description='small letters, digits and hyphens, as "card-declined"',
    )
    about: str = Field(description="a sentence about what happens")
    input: Annotated[Any, AfterValidator(_input)] = Field(description='{"orderId": "1"}, or a function that makes it')
    status: Literal["SUCCEEDED", "FAILED"] = Field("SUCCEEDED", description='"SUCCEEDED" or "FAILED"')
    error: str | None = Field(None, description="the name of the error, or None for any")
    prepare: Annotated[Callable[[Any, Json], None] | None, _called_with("the double", "the input")] = Field(
        None, description="a function of the double and the input"
    )
    starts: int = Field(1, ge=1, le=50, description="a number from 1 to 50")

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            name: str,
            about: str,
            input: Json | Callable[[], Json],  # noqa: A002 - as the field is called
            status: Literal["SUCCEEDED", "FAILED"] = "SUCCEEDED",
            error: str | None = None,
            prepare: Callable[[Any, Json], None] | None = None,
            starts: int = 1,
        ) -> None: ...

    def new_input(self) -> Json:
        """The input of one run of the scenario."""
        made: Json = self.input() if callable(self.input) else self.input
        return made


class LocalSetup(Declaration):
    """How a definition runs on this machine.

    `double` starts what stands in for the outside; `parameters` are the stack's parameters by name, given the double
    (None without one); `deployed` is told the double and the stack once it is there; `secrets` are values by the
    logical id of the secret; `nth_input` makes the input of run n of many, from 0; `execution_name` names the execution
    of an input; `audit` compares what the double saw with the rows that were made or changed while it ran.
    """

    positional: ClassVar[tuple[str, ...]] = ()
    double: Annotated[Callable[[], Double] | None, _called_with()] = None
    parameters: Annotated[Callable[[Any], Mapping[str, str]] | None, _called_with("the double")] = None
    deployed: Annotated[Callable[[Any, LocalStack], None] | None, _called_with("the double", "the stack")] = None
    secrets: Mapping[str, str] = Field(default_factory=dict)
    nth_input: Annotated[Callable[[int], Json] | None, _called_with("the number of the run")] = None
    execution_name: Annotated[Callable[[Json], str] | None, _called_with("the input")] = None
    audit: Annotated[Callable[[Any, Rows], Sequence[Tally]] | None, _called_with("the double", "the rows")] = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            double: Callable[[], Double] | None = None,
            parameters: Callable[[Any], Mapping[str, str]] | None = None,
            deployed: Callable[[Any, LocalStack], None] | None = None,
            secrets: Mapping[str, str] = ...,
            nth_input: Callable[[int], Json] | None = None,
            execution_name: Callable[[Json], str] | None = None,
            audit: Callable[[Any, Rows], Sequence[Tally]] | None = None,
        ) -> None: ...

    def parameter_values(self, double: Double | None) -> dict[str, str]:
        """The stack's parameters that a local run needs."""
        return dict(self.parameters(double)) if self.parameters is not None else {}

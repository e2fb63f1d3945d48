"""Flows: steps in order, and the routes that leave them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, cast

from pydantic import ConfigDict, Field, PrivateAttr, ValidationError, WrapValidator
from typing_extensions import TypeVar

from workflow_dsl.declaration import Contract, Declaration, report
from workflow_dsl.dsl.expression import expression
from workflow_dsl.dsl.nodes import InputOf
from workflow_dsl.dsl.steps.step import JOIN, Step
from workflow_dsl.dsl.target import Target
from workflow_dsl.source import capture

In = TypeVar("In", default=Any)


class Route(Declaration):
    """Steps that a catcher or a rule leads to, in order; `to` is where they go on, else they end by themselves."""

    positional: ClassVar[tuple[str, ...]] = ()
    steps: tuple[Step, ...] = Field(min_length=1, description="step, step, ...")
    to: Target | None = Field(None, description="the step, or its name in quotes")

    if TYPE_CHECKING:

        def __init__(self, *, steps: Sequence[Step], to: Any = None) -> None: ...


def _kept(given: Any, validate: Callable[[Any], Any]) -> Any:
    """The author's own list, and no copy of it: what is added to it later belongs to the flow as well."""
    checked = validate(given)
    return given if isinstance(given, list) else checked


class Flow(Declaration, Generic[In]):
    """The steps of one item of a Map, or of one branch of a Parallel: a workflow within a workflow, and reusable as a
    value.

    `input` is the contract of the item. `steps` is the main path; each step goes to the one written next unless it says
    otherwise, and the last one ends the flow. `route(...)` adds the ways on which a catcher or a rule leaves the main
    path."""

    positional: ClassVar[tuple[str, ...]] = ()
    _instead_of_text: ClassVar[str] = JOIN
    model_config = ConfigDict(frozen=False, validate_assignment=True)
    comment: str | None = Field(None, frozen=True, description="a sentence for whoever reads the definition")
    contract: Contract = Field(
        Any, alias="input", frozen=True, description="a contract: a class of pydantic's BaseModel"
    )
    steps: Annotated[Sequence[Step], WrapValidator(_kept)] = Field((), description="[step, step, ...]")
    _routes: list[Route] = PrivateAttr(default_factory=list)
    _is_refused: bool = PrivateAttr(False)

    if TYPE_CHECKING:

        def __init__(
            self, *, input: type[In] = ..., steps: Sequence[Step] = (), comment: str | None = None
        ) -> None: ...

    @property
    def input(self) -> In:
        """The input of the flow, for all of its steps."""
        return cast(In, expression(InputOf(self), self.contract))

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes beside the main path, in the order in which they were added."""
        return tuple(self._routes)

    @property
    def is_refused(self) -> bool:
        """Whether steps were given that cannot be used, of which enough was said."""
        return self._is_refused

    def __setattr__(self, name: str, value: Any) -> None:
        try:
            super().__setattr__(name, value)
        except ValidationError as error:
            report(*self._explained(error, {name: value}, capture()))
            self._keep_steps(value if name == "steps" else None)

    def _recover(self, fields: dict[str, Any]) -> None:
        super()._recover(fields)
        if fields.get("steps") and not self.steps:
            self._keep_steps(fields["steps"])

    def _keep_steps(self, given: Any) -> None:
        """Of what was refused, those that are steps."""
        self._is_refused = True
        if isinstance(given, list | tuple):
            super().__setattr__("steps", [step for step in given if isinstance(step, Step)])

    def route(self, *steps: Step, to: Any = None) -> None:
        """Add steps that a catcher or a rule leads to: `flow.route(record_decline, Fail("PaymentDeclined"))`.

        A route ends in Succeed or Fail, or goes on `to` another step.
        """
        self._routes.append(Route(steps=steps, to=to))

"""The workflow: the outermost flow, with what the stack needs around it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Generic, Literal

from pydantic import Field, StrictBool, StrictInt

from workflow_dsl.dsl.durations import Fixed
from workflow_dsl.dsl.outputs import made
from workflow_dsl.dsl.steps import Flow, Step
from workflow_dsl.dsl.steps.flow import In
from workflow_dsl.dsl.steps.step import Language, StateName
from workflow_dsl.dsl.steps.task import Seconds
from workflow_dsl.resources import Resource, Topic


class Workflow(Flow[In], Generic[In]):
    """A state machine: `input` is the contract of its executions' input, `timeout` the longest that one may run
    (Standard: a year).

    `steps` and `route(...)` are as for any Flow. `alerts` is the topic that alarms go to; one is raised when more than
    `alarm_above` executions fail in five minutes: more than none, unless failures are expected and the workflow alerts
    each by itself. `includes` are the resources that no step uses but that belong to the stack: triggers, metrics, a
    scheduled function.

    With `exact`, what is given is written and nothing else, as an imported definition has it: without `language` the
    states are in JSONPath, and a retrier without an `interval` leaves it to the service. Without `exact` the states are
    in JSONata, unless they say otherwise, and the service's defaults are spelled out for whoever reviews the output.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-standard-vs-express.html
    """

    positional: ClassVar[tuple[str, ...]] = ("name",)
    name: StateName = Field(frozen=True)
    timeout: Annotated[Seconds, Fixed] = Field(None, frozen=True, description="timedelta(hours=1)")
    alerts: Topic | None = Field(None, frozen=True, description="a Topic")
    alarm_above: StrictInt = Field(0, frozen=True, ge=0, description="a whole number")
    includes: tuple[Resource, ...] = Field((), frozen=True, description="[HttpApi(...), ...]")
    comment: str | None = Field(None, frozen=True, description="a sentence that says what the workflow does")
    exact: StrictBool = Field(False, frozen=True, description="True or False")
    language: Language | None = Field(None, frozen=True, description='"JSONata" or "JSONPath"')
    version: Literal["1.0"] | None = Field(None, frozen=True, description='"1.0"')

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            input: type[In] = ...,
            timeout: timedelta | None = None,
            alerts: Topic | None = None,
            alarm_above: int = 0,
            includes: Sequence[Resource] = (),
            comment: str | None = None,
            exact: bool = False,
            language: Language = ...,
            version: Literal["1.0"] = ...,
            steps: Sequence[Step] = (),
        ) -> None: ...

    def to_asl(self) -> str:
        """The state machine as Amazon States Language, JSON, in which `${LogicalId}` stands for each resource.

        Raises FindingsError with everything that is wrong with it.
        """
        return made(self, "asl_text")

    def to_template(self) -> str:
        """The CloudFormation template of the whole stack, YAML, with the code of its functions.

        Raises FindingsError with everything that is wrong with it, and for handlers that cannot be packed.
        """
        return made(self, "template_text")

    def _repr_svg_(self) -> str:
        """The graph, as a notebook shows it."""
        return made(self, "graph_svg")

    def _repr_html_(self) -> str:
        """The same graph: notebooks that know both take the page's form first."""
        return made(self, "graph_svg")

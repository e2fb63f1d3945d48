"""What every step has."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StrictBool

from workflow_dsl.declaration import Declaration
from workflow_dsl.dsl.paths import Paths
from workflow_dsl.dsl.target import Target

StateName = Annotated[
    str, Field(min_length=1, max_length=80, description='a name of 1 to 80 characters, as "ChargeCard"')
]

Language = Literal["JSONPath", "JSONata"]

JOIN = 'join a value to it with +, as "paid: " + charge.output.charge_id; repr() is for printing'


class Step(Declaration):
    """One step of a flow, and one state of the machine; the type of every step, for functions that take or make some.

    `language` is its query language where it is not the workflow's.
    """

    _instead_of_text: ClassVar[str] = JOIN
    name: StateName
    comment: str | None = Field(None, description="a sentence for whoever reads the definition")
    language: Language | None = Field(None, description='"JSONata" or "JSONPath"')


class Filtering(Step):
    """A step that chooses what it takes in and hands on: with `paths` in JSONPath, with `output` in JSONata.

    `assign` sets variables that every later state can read, as `jsonata("$total")` or `jsonpath("$total")`; results
    that are read as `step.output` need none.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
    """

    paths: Paths | None = Field(None, description='Paths(input="$.order", result="$.charge")')
    gives: Any = Field(None, alias="output", description="what the next state gets")
    assign: Mapping[str, Any] = Field(default_factory=dict, description='{"total": jsonata("$states.result.total")}')


class Going(Filtering):
    """A step that something follows: `next`, or without it the one written next. With `end`, the flow ends with it."""

    next: Target | None = Field(None, description="the step that follows, or its name in quotes")
    end: StrictBool = Field(False, description="True or False")

"""The state machine, and the states that hold others: these types speak of each other."""

from collections import abc
from typing import Annotated, Any, ClassVar, Final, Literal

from workflow_dsl.asl import item_batcher, item_reader, processor_config, result_writer
from workflow_dsl.asl.choice import Choice
from workflow_dsl.asl.fail import Fail
from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.fields import Count, Items, LiteralDuration, Made, Percentage
from workflow_dsl.asl.model import AslObject, Problem
from workflow_dsl.asl.pass_state import Pass
from workflow_dsl.asl.query_language import QueryLanguageName
from workflow_dsl.asl.state import StateFields, WorkFields
from workflow_dsl.asl.succeed import Succeed
from workflow_dsl.asl.task import Task
from workflow_dsl.asl.wait import Wait

LONGEST_NAME: Final = 80
"""Characters of a state's name. https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"""


class StatesFields(AslObject):
    """States, and the one to start at."""

    Comment: str | None = None
    StartAt: str
    States: "dict[str, AnyState]"

    def _problems(self) -> abc.Iterator[Problem]:
        if not self.States:
            yield Problem(("States",), FaultCode.WRONG_VALUE, f"{self.term} has no states", "write at least one state")
        for name in self.States:
            if not 0 < len(name) <= LONGEST_NAME:
                message = f"the name of a state has {len(name):,} characters"
                yield Problem(("States", name), FaultCode.WRONG_VALUE, message, f"use 1 to {LONGEST_NAME}", True)


class Branch(StatesFields):
    """One branch of a Parallel."""

    term: ClassVar[str] = "a branch"


class Processor(StatesFields):
    """What a Map does with each item."""

    term: ClassVar[str] = "an ItemProcessor"

    ProcessorConfig: processor_config.ProcessorConfig | None = None


class Parallel(WorkFields):
    """Branches that run at the same time, each on the same input.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html
    """

    term: ClassVar[str] = "a Parallel"

    Type: Literal["Parallel"] = "Parallel"
    Branches: Items[Annotated[Branch, Made(Branch)]]
    Parameters: Any = None
    Arguments: Any = None

    def _problems(self) -> abc.Iterator[Problem]:
        yield from super()._problems()
        if not self.Branches:
            message = "a Parallel has no branches"
            yield Problem(("Branches",), FaultCode.WRONG_VALUE, message, "write at least one branch")


class Map(WorkFields):
    """The same states for each of many items. Iterator and Parameters are the older ItemProcessor and ItemSelector.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html
    """

    term: ClassVar[str] = "a Map"

    Type: Literal["Map"] = "Map"
    ItemProcessor: Annotated[Processor, Made(Processor)] | None = None
    Iterator: Annotated[Processor, Made(Processor)] | None = None
    ItemsPath: str | None = "$"
    Items: Any = None
    ItemSelector: Any = None
    Parameters: Any = None
    ItemReader: item_reader.ItemReader | None = None
    ItemBatcher: item_batcher.ItemBatcher | None = None
    ResultWriter: result_writer.ResultWriter | None = None
    MaxConcurrency: Count = 0
    MaxConcurrencyPath: str | None = None
    ToleratedFailureCount: Count = 0
    ToleratedFailureCountPath: str | None = None
    ToleratedFailurePercentage: Percentage = 0
    ToleratedFailurePercentagePath: str | None = None
    Label: str | None = None

    @property
    def is_distributed(self) -> bool:
        """Whether each iteration is an execution of its own."""
        config = self.processor.ProcessorConfig
        return config is not None and config.Mode == "DISTRIBUTED"

    @property
    def processor(self) -> Processor:
        """ItemProcessor, or Iterator where the older spelling is used."""
        found = self.ItemProcessor or self.Iterator
        assert found is not None, "a Map without a processor was refused when it was made"
        return found

    def _problems(self) -> abc.Iterator[Problem]:
        yield from super()._problems()
        if self.ItemProcessor is None and self.Iterator is None:
            instead = 'write "ItemProcessor": {"StartAt": ..., "States": ...}'
            yield Problem((), FaultCode.MISSING_FIELD, 'a Map has no "ItemProcessor"', instead)
        yield from self._both("ItemProcessor", "Iterator")
        yield from self._both("ItemSelector", "Parameters")
        for name in ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"):
            yield from self._both(name, f"{name}Path")


class StateMachine(StatesFields):
    """A whole definition; TimeoutSeconds bounds an execution.

    https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
    """

    term: ClassVar[str] = "a state machine"

    QueryLanguage: QueryLanguageName = "JSONPath"
    Version: Literal["1.0"] = "1.0"
    TimeoutSeconds: LiteralDuration | None = None


Worker = Task | Map | Parallel
"""The states that can fail and be tried again."""

State = Task | Pass | Choice | Wait | Succeed | Fail | Parallel | Map
"""Every kind of state."""

AnyState = Annotated[State, Made(StateFields)]

STATE_TYPES: Final[dict[str, type[State]]] = {
    kind.model_fields["Type"].default: kind for kind in (Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map)
}

"""What the parts of a definition share while it is written: names, imports, parameters and notes."""

import builtins
import keyword
import unicodedata

from workflow_dsl.decompiler.literals import multiline
from workflow_dsl.decompiler.outputs import Outputs
from workflow_dsl.decompiler.parameters import Parameters, python_name
from workflow_dsl.decompiler.printer import Atom, Node
from workflow_dsl.naming import Names

# fmt: off
FRONT_DOOR = frozenset({
    "Adjustments", "AwsTask", "Catch", "Choice", "DistributedMap", "DynamoPutItem", "DynamoUpdateItem", "EventRule",
    "Fail", "Flow", "HttpApi", "HttpTask", "Index", "ItemBatcher", "ItemReader", "LambdaFunction", "LambdaTask",
    "Map", "Metric", "Parallel", "Parameter", "Pass", "Paths", "Queue", "ReaderConfig", "ResourceTask",
    "ResultWriter", "Retry", "Schedule", "Secret", "SnsPublish", "SqsSendMessage", "StackOptions",
    "StateMachineResource", "Statement", "Step", "Succeed", "Table", "Target", "Topic", "Vpc", "Wait", "When",
    "Workflow", "WriterConfig", "all_of", "any_of", "bind", "caught", "context", "errors", "exists", "jsonata",
    "jsonpath", "not_", "rule", "timestamp", "verbatim",
})
# fmt: on
_TAKEN = {
    *keyword.kwlist,
    *keyword.softkwlist,
    *dir(builtins),
    *FRONT_DOOR,
    "Any",
    "datetime",
    "json",
    "timedelta",
    "workflow",
}


def new_names() -> Names:
    """Names of a module in which Python, the front door and the workflow have theirs already."""
    return Names(_TAKEN)


class Author:
    """One definition being written."""

    def __init__(self, parameters: Parameters, names: Names) -> None:
        self.parameters = parameters
        self.names = names
        self.notes: dict[str, None] = {}
        self.lifted: list[tuple[str, Node]] = []
        self.outputs: Outputs | None = None
        self._expressions: dict[str, str] = {}
        self._used: set[str] = set()

    def use(self, name: str) -> str:
        """A name that has to be imported."""
        self._used.add(name)
        return name

    def note(self, told: str) -> None:
        """Something that could not be made nicer, once."""
        self.notes[told] = None

    def variable(self, wish: str) -> str:
        """A Python name for a state or a shared value."""
        name = python_name(wish)
        return self.names.claim(f"{name}_" if name in _TAKEN else name)

    def constant(self, wish: str) -> str:
        """A Python name for a shared value that is no step."""
        name = unicodedata.normalize("NFKC", python_name(wish).upper())
        return self.names.claim(name if name.isidentifier() else "CONSTANT")

    def expression(self, text: str, label: str) -> str:
        """The name of an expression of several lines, which is declared ahead of the steps."""
        if text not in self._expressions:
            # Text of several lines stays where it begins, so that the call is not broken.
            call = Atom(f"{self.use('jsonata')}({multiline(text)})")
            self._expressions[text] = self.lift(call, f"{label} expression")
        return self._expressions[text]

    def lift(self, node: Node, wish: str) -> str:
        """The name of a value that is declared ahead of the steps."""
        name = self.variable(wish)
        self.lifted.append((name, node))
        return name

    def imported(self) -> list[str]:
        """The names of the front door that were used, in order."""
        return sorted(self._used & FRONT_DOOR)

    def has(self, name: str) -> bool:
        """Whether a name was used."""
        return name in self._used

"""Amazon States Language, exactly: frozen models whose attributes are spelled as AWS spells them.

In: the text of a definition (JSON or YAML), or its value. Out: a `StateMachine`, its text, its states one by one; or
all that is wrong with it as findings with their places. Touches: nothing but its own tables of facts about AWS.

The language: https://states-language.net/spec.html
"""

from typing import TYPE_CHECKING

from workflow_dsl.asl import resource
from workflow_dsl.asl.catcher import Catcher
from workflow_dsl.asl.choice import Choice
from workflow_dsl.asl.choice_rule import And, ChoiceRule, Condition, Not, Or
from workflow_dsl.asl.comparison import Comparison
from workflow_dsl.asl.fail import Fail
from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.fields import is_expression, is_substitution
from workflow_dsl.asl.item_batcher import ItemBatcher
from workflow_dsl.asl.item_reader import ItemReader, ReaderConfig
from workflow_dsl.asl.machine import Branch, Map, Parallel, Processor, State, StateMachine, Worker
from workflow_dsl.asl.model import AslObject
from workflow_dsl.asl.pass_state import Pass
from workflow_dsl.asl.processor_config import ProcessorConfig
from workflow_dsl.asl.query_language import QueryLanguageName
from workflow_dsl.asl.result_writer import ResultWriter, WriterConfig
from workflow_dsl.asl.retrier import Retrier
from workflow_dsl.asl.state_path import StatePath
from workflow_dsl.asl.succeed import Succeed
from workflow_dsl.asl.task import Task
from workflow_dsl.asl.wait import Wait
from workflow_dsl.asl.walk import walk
from workflow_dsl.asl.write import write
from workflow_dsl.lazy import lazily

# What compiles writes the language and does not read it.
if TYPE_CHECKING:
    from workflow_dsl.asl.fault_manual import FAULT_MANUAL
    from workflow_dsl.asl.reading import from_json, read, read_document
else:
    readers = {"fault_manual": ("FAULT_MANUAL",), "reading": ("from_json", "read", "read_document")}
    __getattr__ = lazily(__name__, readers)

__all__ = [
    "FAULT_MANUAL",
    "And",
    "AslObject",
    "Branch",
    "Catcher",
    "Choice",
    "ChoiceRule",
    "Comparison",
    "Condition",
    "Fail",
    "FaultCode",
    "ItemBatcher",
    "ItemReader",
    "Map",
    "Not",
    "Or",
    "Parallel",
    "Pass",
    "Processor",
    "ProcessorConfig",
    "QueryLanguageName",
    "ReaderConfig",
    "ResultWriter",
    "Retrier",
    "State",
    "StateMachine",
    "StatePath",
    "Succeed",
    "Task",
    "Wait",
    "Worker",
    "WriterConfig",
    "from_json",
    "is_expression",
    "is_substitution",
    "read",
    "read_document",
    "resource",
    "walk",
    "write",
]

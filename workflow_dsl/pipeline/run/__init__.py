"""Run a workflow on this machine: compiled template -> stack on the emulator -> executions -> what they did.

In: a `Target` and the input of executions. Out: events as they come, and a report. Touches: the emulator, through
`local` and `deploy`; the file with the input; the definition's `scenarios.py`.
"""

from workflow_dsl.pipeline.run.errors import RunError, RunFailedError, RunInputError
from workflow_dsl.pipeline.run.events import (
    ExecutionEnded,
    ExecutionEvent,
    ExecutionStarted,
    StateDone,
    StateEntered,
    StateFailed,
    StateRetried,
)
from workflow_dsl.pipeline.run.expectation import unexpected
from workflow_dsl.pipeline.run.inputs import read_input
from workflow_dsl.pipeline.run.load import LoadedStack, load_stack, load_target
from workflow_dsl.pipeline.run.logs import LogLine
from workflow_dsl.pipeline.run.many import ManyReport, run_many
from workflow_dsl.pipeline.run.session import (
    EmulatorReady,
    Progress,
    Session,
    SessionOptions,
    deploy_locally,
    open_session,
    unless_gone,
)
from workflow_dsl.pipeline.run.single import RunReport, run_watched
from workflow_dsl.pipeline.run.target import Target
from workflow_dsl.pipeline.run.watch import Message, TableChange

__all__ = [
    "EmulatorReady",
    "ExecutionEnded",
    "ExecutionEvent",
    "ExecutionStarted",
    "LoadedStack",
    "LogLine",
    "ManyReport",
    "Message",
    "Progress",
    "RunError",
    "RunFailedError",
    "RunInputError",
    "RunReport",
    "Session",
    "SessionOptions",
    "StateDone",
    "StateEntered",
    "StateFailed",
    "StateRetried",
    "TableChange",
    "Target",
    "deploy_locally",
    "load_stack",
    "load_target",
    "open_session",
    "read_input",
    "run_many",
    "run_watched",
    "unexpected",
    "unless_gone",
]

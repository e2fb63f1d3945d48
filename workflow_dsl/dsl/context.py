"""Values that the service gives: the context object, and the error that was caught.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
"""

from typing import Any, cast

from workflow_dsl.dsl.expression import expression
from workflow_dsl.dsl.nodes import Caught, Context, Field


def _value(*path: str, annotation: Any = str) -> object:
    return expression(Context(path), annotation)


class ExecutionContext:
    """The execution: its ARN, its name, when it started, whether it was redriven."""

    @property
    def arn(self) -> str:
        """The ARN of the execution."""
        return cast(str, _value("Execution", "Id"))

    @property
    def name(self) -> str:
        """The name of the execution."""
        return cast(str, _value("Execution", "Name"))

    @property
    def input(self) -> Any:
        """The input of the execution; `workflow.input` is the same with its type."""
        return _value("Execution", "Input", annotation=Any)

    @property
    def role_arn(self) -> str:
        """The ARN of the role that it runs as."""
        return cast(str, _value("Execution", "RoleArn"))

    @property
    def start_time(self) -> str:
        """When it started: ISO 8601, UTC."""
        return cast(str, _value("Execution", "StartTime"))

    @property
    def redrive_time(self) -> str:
        """When it was last redriven: ISO 8601, UTC; not there in a first run, so ask `exists(...)` first."""
        return cast(str, _value("Execution", "RedriveTime"))

    @property
    def redrive_count(self) -> int:
        """How often it was redriven; 0 in a first run."""
        return cast(int, _value("Execution", "RedriveCount", annotation=int))


class StateContext:
    """The state that reads it: its name, when it was entered, how often it was retried."""

    @property
    def name(self) -> str:
        """The name of the state."""
        return cast(str, _value("State", "Name"))

    @property
    def entered_time(self) -> str:
        """When it was entered: ISO 8601, UTC; a retry does not enter it again."""
        return cast(str, _value("State", "EnteredTime"))

    @property
    def retry_count(self) -> int:
        """How often it was retried so far."""
        return cast(int, _value("State", "RetryCount", annotation=int))


class MachineContext:
    """The state machine."""

    @property
    def arn(self) -> str:
        """The ARN of the state machine."""
        return cast(str, _value("StateMachine", "Id"))

    @property
    def name(self) -> str:
        """The name of the state machine."""
        return cast(str, _value("StateMachine", "Name"))


class ContextObject:
    """What the service knows of the running execution: `context.execution.arn`, `context.state.retry_count`."""

    execution = ExecutionContext()
    state = StateContext()
    state_machine = MachineContext()

    @property
    def task_token(self) -> str:
        """The token with which whoever does a callback task answers; only in a task that waits for it."""
        return cast(str, _value("Task", "Token"))

    @property
    def item(self) -> Any:
        """The item; only in the `item` of a Map. In its flow, `flow.input` is what the flow gets, with its type."""
        return _value("Map", "Item", "Value", annotation=Any)

    @property
    def item_index(self) -> int:
        """The number of the item, from 0; only in the `item` of a Map."""
        return cast(int, _value("Map", "Item", "Index", annotation=int))


class CaughtError:
    """The error that led onto a catch route; it can be read there and nowhere else."""

    @property
    def error(self) -> str:
        """Its name, as "PaymentDeclined" or "States.Timeout"."""
        return cast(str, expression(Field(Caught(), "Error"), str))

    @property
    def cause(self) -> str:
        """What was said of it; for a Lambda function that raised, JSON text with errorMessage and errorType."""
        # Some errors, a time-out among them, come without a cause: empty text then.
        return cast(str, expression(Field(Caught(), "Cause", ("",)), str))


context = ContextObject()
caught = CaughtError()

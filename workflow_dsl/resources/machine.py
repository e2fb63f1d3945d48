"""The state machine itself, seen from the functions that start it."""

from typing import TYPE_CHECKING, ClassVar

from workflow_dsl.resources.resource import Grant, Resource


class StateMachineResource(Resource):
    """The state machine that a workflow of the same name becomes; passed as a value it stands for its ARN.

    A function that starts executions is declared before the workflow is: it names the machine by this.
    """

    kind: ClassVar[str] = "StepFunctionsStateMachine"
    service: ClassVar[str] = "states"

    if TYPE_CHECKING:

        def __init__(self, name: str) -> None: ...

    def grant_start(self) -> Grant:
        """Permission to start executions of the machine."""
        return self.grant("states:StartExecution")

    def grant_task_answers(self) -> Grant:
        """Permission to answer the machine's tasks that wait for a callback: success, failure or a heartbeat.

        Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
        """
        return self.grant("states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat")

    def grant_executions(self, *actions: str) -> Grant:
        """Permission on the machine's executions, as "states:DescribeExecution"."""
        return self.grant(*actions, below=":*")

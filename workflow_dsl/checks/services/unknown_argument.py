"""WF402."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import charge, service, states
from workflow_dsl.checks.services.calls import call_of, given_arguments
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity, suggest


class UnknownArgument(Rule):
    """An argument that the action does not take."""

    code = "WF402"
    severity = Severity.ERROR
    why = "The service refuses the definition: the field is not supported. Arguments begin with a capital letter."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html"
    valid = (charge(),)
    invalid = (
        charge(Arguments={"FunctionName": "${Charge}", "Paylod": "{% $states.input %}"}),
        states(Alert=service("sns:publish", {"TopicArn": "${Alerts}", "Message": "failed", "subject": "x"})),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare the arguments with the model of the action."""
        for state, task in subject.tasks:
            call = call_of(task.Resource)
            given = given_arguments(task) if call is not None else None
            for name in given or ():
                if call is not None and not call.takes(name):
                    field = "Arguments" if task.given("Arguments") else "Parameters"
                    holder = getattr(task, field)
                    key = name if name in holder else f"{name}.$"
                    near = suggest(name, call.arguments)
                    instead = f"did you mean {near}?" if near else f"it takes {', '.join(call.arguments[:12])}"
                    message = f'"{state.name}": {call.name} takes no {name}'
                    yield Hit(state.at(field, key), message, instead, of_key=True)

"""WF403."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import charge, service, states
from workflow_dsl.checks.services.calls import call_of, given_arguments
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class MissingArgument(Rule):
    """An action without an argument that it requires."""

    code = "WF403"
    severity = Severity.ERROR
    why = "The service refuses the definition, or the task fails whenever it is reached."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html"
    valid = (charge(),)
    invalid = (
        charge(Arguments={"Payload": "{% $states.input %}"}),
        states(Send=service("sqs:sendMessage", {"QueueUrl": "${Orders}"})),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare the arguments with the model of the action."""
        for state, task in subject.tasks:
            call = call_of(task.Resource)
            given = given_arguments(task) if call is not None else None
            if call is None or given is None:
                continue
            missing = call.missing(given)
            if missing:
                field = "Arguments" if state.is_jsonata else "Parameters"
                among = subject.words("among arguments=", f'in "{field}"')
                message = f'"{state.name}": {call.name} needs {", ".join(missing)}'
                yield Hit(state.at(field), message, f'give it "{missing[0]}" {among}')

"""WF218."""

from collections.abc import Iterator

from workflow_dsl.asl.jsonpath import PathSyntaxError
from workflow_dsl.checks.data.paths import parsed, path_texts
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import jsonpath, jsonpath_task
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class PathSyntax(Rule):
    """A path that is not JSONPath."""

    code = "WF218"
    severity = Severity.ERROR
    why = "The service parses every path when the state machine is created, and refuses the definition."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html"
    valid = (jsonpath(Charge=jsonpath_task(InputPath="$.order", ResultPath="$.charge")),)
    invalid = (
        jsonpath(Charge=jsonpath_task(InputPath="order")),
        jsonpath(Charge=jsonpath_task(Parameters={"FunctionName": "${Charge}", "Payload.$": "$..."})),
        jsonpath(Charge=jsonpath_task(Parameters={"FunctionName": "${Charge}", "Payload.$": "States.Format('{}'"})),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Parse them all."""
        for state, text, kind in path_texts(subject):
            if text.value.startswith("${"):
                continue
            found = parsed(text.value, kind)
            if isinstance(found, PathSyntaxError):
                message = f'"{state.name}": {text.value!r:.80} is no path: {found.problem}'
                instead = 'write a path such as "$.order.id"'
                yield Hit(text.path, message, instead + (", or an intrinsic function" if kind == "dynamic" else ""))

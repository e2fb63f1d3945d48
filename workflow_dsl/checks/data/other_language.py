"""WF217."""

from collections.abc import Iterator

from workflow_dsl.asl import is_expression
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import charge, jsonpath, jsonpath_task
from workflow_dsl.checks.strings import Text
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class OtherLanguage(Rule):
    """An expression or a path in a state of the other query language, where it is plain text."""

    code = "WF217"
    severity = Severity.WARNING
    why = (
        "Nothing evaluates it: the service passes the text on as it stands. A JSONata state ignores a closing .$ in a "
        "field's name, a JSONPath state ignores {% %}, and neither says so."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html"
    valid = (charge(), jsonpath(Charge=jsonpath_task()))
    invalid = (
        charge(Arguments={"FunctionName": "${Charge}", "Payload": {"id.$": "$.id"}}),
        jsonpath(Charge=jsonpath_task(Parameters={"FunctionName": "${Charge}", "Payload": "{% $states.input %}"})),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look for the signs of the other language."""
        for state, texts in subject.texts:
            for text in texts:
                found = _in_jsonata(subject, text) if state.is_jsonata else _in_jsonpath(subject, text)
                if found is not None:
                    yield Hit(text.path, f'"{state.name}": {found[0]}', found[1])


def _in_jsonata(subject: Subject, text: Text) -> tuple[str, str] | None:
    key = text.path[-1]
    if isinstance(key, str) and key.endswith(".$") and not is_expression(text.value):
        name = key.removesuffix(".$")
        value = subject.words('jsonata("...")', '"{% ... %}"')
        return f'"{key}" is no path in a JSONata state, but a field of that name', f'write "{name}": {value}'
    return None


def _in_jsonpath(subject: Subject, text: Text) -> tuple[str, str] | None:
    if is_expression(text.value) and text.field != "Result":
        instead = subject.words(
            'give the step language="JSONata", or write jsonpath("$...")',
            'give the state "QueryLanguage": "JSONata", or write a path in a field whose name ends in .$',
        )
        return f"{text.value[:40]} is plain text in a JSONPath state", instead
    return None

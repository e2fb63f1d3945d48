"""WF211."""

from collections.abc import Iterator

from workflow_dsl.asl.jsonata import JsonataSyntaxError
from workflow_dsl.checks.data.expressions import shown, written
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import computed
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class JsonataSyntax(Rule):
    """An expression that is not JSONata."""

    code = "WF211"
    severity = Severity.ERROR
    why = "The service parses every expression when the state machine is created, and refuses the definition."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html"
    valid = (computed("{% $sum($states.input.lines.price) %}"),)
    invalid = (
        computed("{% $sum($states.input.lines.price %}"),
        computed("{% 10 + * 2 %}"),
        computed("{% $states.input.total"),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Parse them all; look for those that do not begin or end as an expression does."""
        for state, text, found in written(subject):
            if isinstance(found, JsonataSyntaxError):
                message = f'"{state.name}": no JSONata: {found.problem}, at "{shown(text.value, found.offset)}"'
                yield Hit(text.path, message, "mend the expression", offset=found.offset + 2)
        for state, texts in subject.texts:
            if not state.is_jsonata:
                continue
            for text in texts:
                begins, ends = text.value.startswith("{%"), text.value.endswith("%}")
                if begins != ends and text.field != "Resource":
                    missing = "{% at its beginning" if ends else "%} at its end"
                    message = f'"{state.name}": an expression lacks {missing}'
                    instead = subject.words(
                        'write jsonata("...") for an expression, and other text without these signs',
                        'write "{% ... %}" around the whole string, without spaces outside',
                    )
                    yield Hit(text.path, message, instead)

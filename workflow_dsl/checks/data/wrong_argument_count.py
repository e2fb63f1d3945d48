"""WF213."""

from collections.abc import Iterator

from workflow_dsl.asl.jsonata import function_table
from workflow_dsl.checks.data.expressions import expressions
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import computed
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class WrongArgumentCount(Rule):
    """A function called with too few or too many arguments."""

    code = "WF213"
    severity = Severity.ERROR
    why = "The state fails with States.QueryEvaluationError as soon as it is reached."
    source = "https://docs.jsonata.org/string-functions"
    valid = (computed("{% $substring($states.input.name, 0, 3) %}"),)
    invalid = (
        computed("{% $substring($states.input.name, 0, 3, 4) %}"),
        computed("{% $replace($states.input.name) %}"),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Count the arguments of each call."""
        table = function_table()
        for state, text, expression in expressions(subject):
            for call in expression.functions_called:
                known = table.get(call.name)
                if known is None:
                    continue
                given = call.arguments + call.piped
                least = known.least - known.takes_context
                if given < least or (known.most is not None and given > known.most):
                    arguments = f"{given} argument{'' if given == 1 else 's'}"
                    takes = _range(least, known.most)
                    message = f'"{state.name}" calls ${call.name} with {arguments}, and it takes {takes}'
                    yield Hit(text.path, message, f"its signature is {known.signature}", offset=call.at + 2)


def _range(least: int, most: int | None) -> str:
    if most is None:
        return f"{least} or more"
    return str(least) if least == most else f"{least} to {most}"

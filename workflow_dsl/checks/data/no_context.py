"""WF215."""

from collections.abc import Iterator

from workflow_dsl.checks.data.expressions import expressions, shown
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import computed
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class NoContext(Rule):
    """A name, `$` or `$$` where Step Functions gives an expression no context."""

    code = "WF215"
    severity = Severity.ERROR
    why = (
        "The input is $states.input and nothing else: the service refuses a definition with a bare name at the "
        "top of an expression, with $ there, or with $$ anywhere."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html"
    valid = (computed("{% $states.input.lines[price < 10].$uppercase(name) %}"),)
    invalid = (
        computed("{% $sum(lines.price) %}"),
        computed("{% $.total %}"),
        computed("{% $$.total %}"),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look for reads of the context."""
        for state, text, expression in expressions(subject):
            for read in expression.context_reads:
                message = f'"{state.name}": {read.text} stands for nothing in "{shown(text.value, read.at)}"'
                field = "" if read.text.startswith("$") else f".{read.text}"
                name = field[1:] or "value"
                instead = subject.words(
                    f"write ${name} and give its value: jsonata(..., {name}=...)",
                    f"write $states.input{field}, or the variable that holds it",
                )
                yield Hit(text.path, message, instead, offset=read.at + 2)

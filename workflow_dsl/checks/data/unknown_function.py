"""WF212."""

from collections.abc import Iterator

from workflow_dsl.asl.jsonata import function_table
from workflow_dsl.checks.data.expressions import expressions
from workflow_dsl.checks.data.variables import assigned_names, scopes_around
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import computed
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.diagnostics import Severity, suggest


class UnknownFunction(Rule):
    """A call of an unknown function."""

    code = "WF212"
    severity = Severity.ERROR
    why = "The state fails with States.QueryEvaluationError as soon as it is reached. Step Functions has no $eval."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html"
    valid = (computed("{% $uppercase($states.input.name) %}"),)
    invalid = (
        computed("{% $upperCase($states.input.name) %}"),
        computed("{% $eval($states.input.code) %}"),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look each call up, also among the variables: a variable may hold a function only within its expression."""
        table = function_table()
        for state, text, expression in expressions(subject):
            for call in expression.functions_called:
                known = table.get(call.name)
                if known is None and not _is_variable(state, call.name):
                    near = suggest(call.name, table)
                    instead = f"did you mean ${near}?" if near else "define it in the expression, or use another one"
                    yield Hit(text.path, f'"{state.name}" calls ${call.name}, and there is no such function', instead)
                elif known is not None and not known.supported:
                    message = f'"{state.name}" calls ${call.name}, which Step Functions leaves out'
                    yield Hit(
                        text.path, message, "use $parse for JSON text, or compute it in a function", offset=call.at + 2
                    )


def _is_variable(state: StateAt, name: str) -> bool:
    return any(name in assigned_names(scope) for scope, _ in scopes_around(state))

"""WF220."""

from collections.abc import Iterator

from workflow_dsl.asl.jsonpath import Intrinsic, IntrinsicCall, Literal, intrinsic_table
from workflow_dsl.checks.data.paths import parsed, path_texts
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import jsonpath
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity, suggest


def _pass(value: str) -> dict[str, object]:
    return {"Type": "Pass", "Parameters": {"value.$": value}, "End": True}


class WrongIntrinsic(Rule):
    """An intrinsic function that is unknown, or that is called with wrong arguments."""

    code = "WF220"
    severity = Severity.ERROR
    why = "The service refuses the definition, or the state fails with States.IntrinsicFailure when it is reached."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html"
    valid = (jsonpath(Name=_pass("States.Format('order {}', $.id)")),)
    invalid = (
        jsonpath(Name=_pass("States.Fromat('order {}', $.id)")),
        jsonpath(Name=_pass("States.ArrayLength($.a, $.b)")),
        jsonpath(Name=_pass("States.Format('order {} of {}', $.id)")),
        jsonpath(Name=_pass("States.MathAdd(1, '-1')")),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look each call up."""
        for state, text, kind in path_texts(subject):
            found = parsed(text.value, kind)
            for call in found.calls if isinstance(found, IntrinsicCall) else ():
                problem = _problem(call)
                if problem is not None:
                    yield Hit(text.path, f'"{state.name}": {problem[0]}', problem[1])


def _problem(call: IntrinsicCall) -> tuple[str, str] | None:
    table = intrinsic_table()
    known = table.get(call.name)
    if known is None:
        near = suggest(call.name, table)
        return (
            f"there is no function {call.name}",
            f"did you mean {near}?" if near else f"it is one of {', '.join(table)}",
        )
    given = len(call.arguments)
    if given < known.least or (known.most is not None and given > known.most):
        return f"{call.name} has {given} arguments", f"give it {_range(known)}"
    return _wrong_value(call)


def _wrong_value(call: IntrinsicCall) -> tuple[str, str] | None:
    literals = [each.value for each in call.arguments if isinstance(each, Literal)]
    if call.name in ("States.MathAdd", "States.MathRandom") and any(isinstance(each, str) for each in literals):
        return f"{call.name} has a string among its arguments", "write numbers without quotes, or paths"
    if (
        call.name == "States.Format"
        and isinstance(first := call.arguments[0], Literal)
        and isinstance(first.value, str)
    ):
        wanted = first.value.replace("\\{", "").count("{}")
        if wanted != len(call.arguments) - 1:
            given = len(call.arguments) - 1
            return (
                f"States.Format has {wanted} pairs of braces and {given} values for them",
                "give it one value for each {}",
            )
    return None


def _range(known: Intrinsic) -> str:
    if known.most is None:
        return f"{known.least} or more"
    return str(known.least) if known.least == known.most else f"{known.least} to {known.most}"

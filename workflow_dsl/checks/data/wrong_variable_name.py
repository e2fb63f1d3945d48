"""WF222."""

from collections.abc import Iterator

from workflow_dsl.asl.resource import limit
from workflow_dsl.checks.data.variables import assignments
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


def _keep(name: str, **more: object) -> dict[str, object]:
    return {"Type": "Pass", "Assign": {name: "{% $states.input %}"}, "End": True, **more}


class WrongVariableName(Rule):
    """A variable with a name that cannot be."""

    code = "WF222"
    severity = Severity.ERROR
    why = (
        "A name is letters, digits and underscores, at most 80 characters, and not states, which is the service's own."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html"
    valid = (states(Keep=_keep("order")),)
    invalid = (
        states(Keep=_keep("first-order")),
        states(Keep=_keep("states")),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look at every name that is assigned."""
        longest = limit("variable_name_characters")
        for state in subject.states:
            for path, assign in assignments(state):
                for key in assign:
                    name = key if state.is_jsonata else key.removesuffix(".$")
                    problem = _problem(name, longest)
                    if problem is not None:
                        yield Hit(
                            (*path, key), f'"{state.name}" assigns "{name}", {problem}', "give it another name", True
                        )


def _problem(name: str, longest: int) -> str | None:
    if name == "states":
        return "which is the service's own"
    if not name.isidentifier():
        return "which is no name for a variable"
    if len(name) > longest:
        return f"which has {len(name):,} characters, and {longest} are allowed"
    return None

"""WF410."""

import re
from collections.abc import Iterator
from typing import Final

from workflow_dsl.asl.resource import LambdaArn, OtherResource
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import charge
from workflow_dsl.checks.services.calls import resource_of
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_QUALIFIER: Final = re.compile(r"\$LATEST|[A-Za-z0-9_-]+|\$\{[^{}]+\}|(?:[A-Za-z0-9_-]*\$\{[^{}]+\}[A-Za-z0-9_-]*)+")
_OPEN: Final = re.compile(r"\$\{[^{}]*\Z|\$\{\}")
_INTEGRATION: Final = re.compile(r"arn:aws[a-z-]*:states:::")
_CALL: Final = charge().machine["States"]["Charge"]["Resource"]


class MalformedResource(Rule):
    """A Resource that cannot be an ARN."""

    code = "WF410"
    severity = Severity.ERROR
    why = "The service refuses the definition: a Resource is an ARN of a function, an activity or an integration."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html"
    valid = (charge(),)
    invalid = (
        charge(Resource="${Charge"),
        charge(Resource="arn:aws:lambda:eu-west-1:123456789012:function:charge:"),
        charge(Resource=f"{_CALL}.waitForToken"),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look for what no reading can make sense of."""
        for state, task in subject.tasks:
            problem = _problem(task.Resource)
            if problem is not None:
                yield Hit(state.at("Resource"), f'"{state.name}": {task.Resource!r:.90} {problem[0]}', problem[1])


def _problem(text: str) -> tuple[str, str] | None:
    if "#{" in text:
        return None  # a placeholder of the Serverless Framework
    if _OPEN.search(text):
        return "has a placeholder without an end", "write ${Name}"
    resource = resource_of(text)
    if (
        isinstance(resource, LambdaArn)
        and resource.qualifier is not None
        and not _QUALIFIER.fullmatch(resource.qualifier)
    ):
        return "has no name of an alias or a version at its end", "write $LATEST, a number or an alias, or leave it out"
    if isinstance(resource, OtherResource) and _function_arn(text):
        return "is no ARN of a function", "write arn:aws:lambda:<region>:<account>:function:<name>"
    if isinstance(resource, OtherResource) and _INTEGRATION.match(text) and "${" not in text:
        return "is no service integration", "write arn:aws:states:::<service>:<action>, with .sync or .waitForTaskToken"
    return None


def _function_arn(text: str) -> bool:
    return text.startswith("arn:aws:lambda:") and ":function:" in text and "${" not in text

"""WF712."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.stack.policies import allows, resource_policies
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity

_SILENT = "apigateway.amazonaws.com"
_OWN = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def _role(condition: dict[str, Any] | None) -> dict[str, Any]:
    trusted = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
    statement = {**trusted, **({"Condition": condition} if condition else {})}
    return resource("IAM::Role", {"AssumeRolePolicyDocument": {"Statement": [statement]}})


def _stack(condition: dict[str, Any] | None) -> TemplateSample:
    return sample(Charge=_role(_OWN), Pay=_role(condition))


class TrustingRole(TemplateRule):
    """A role that a service takes on for any account, while the stack's other roles are for their own.

    API Gateway is left out: it is not known to say for whom it asks.
    """

    code = "WF712"
    severity = Severity.WARNING
    why = "Another customer of AWS can make the service use the role for them: the confused deputy."
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
    valid = (_stack(_OWN),)
    invalid = (_stack(None),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Only in a stack in which some role has such a condition."""
        trusts = [
            (each, path, statement)
            for each, path, statement in resource_policies(template)
            if each.type == "AWS::IAM::Role" and allows(statement) and _is_service(statement)
        ]
        if any(_is_narrowed(statement) for _, _, statement in trusts):
            for each, path, statement in trusts:
                if not _is_narrowed(statement):
                    message = f"{each.id} is taken on by a service for any account"
                    yield Hit(path, message, 'add "Condition": {"StringEquals": {"aws:SourceAccount": ...}}')


def _is_service(statement: Mapping[str, Any]) -> bool:
    principal = statement.get("Principal")
    return isinstance(principal, dict) and principal.get("Service") not in (None, _SILENT)


def _is_narrowed(statement: Mapping[str, Any]) -> bool:
    return "aws:SourceA" in str(statement.get("Condition"))

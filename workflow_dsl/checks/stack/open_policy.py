"""WF709."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.stack.policies import allows, is_anybody, resource_policies
from workflow_dsl.checks.template import TemplateSubject, as_list
from workflow_dsl.diagnostics import Severity

_OWN = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def _policy(**more: Any) -> dict[str, Any]:
    return {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*", **more}]}


def _actions(statement: Mapping[str, Any]) -> str:
    return ", ".join(map(str, as_list(statement.get("Action"))))


class OpenPolicy(TemplateRule):
    """A topic, a queue, a bucket, a key or a role that everybody may use."""

    code = "WF709"
    severity = Severity.ERROR
    why = "A principal of * is every account of the world, unless a condition narrows it."
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"
    valid = (sample(Policy=resource("SNS::TopicPolicy", {"PolicyDocument": _policy(Condition=_OWN)})),)
    invalid = (
        sample(Policy=resource("SNS::TopicPolicy", {"PolicyDocument": _policy()})),
        sample(Role=resource("IAM::Role", {"AssumeRolePolicyDocument": _policy(Principal={"AWS": "*"})})),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at each statement that allows something to anybody without a condition."""
        for each, path, statement in resource_policies(template):
            anybody = is_anybody(statement.get("Principal")) or "NotPrincipal" in statement
            if allows(statement) and anybody and not statement.get("Condition"):
                message = f"{each.id} allows {_actions(statement)} to everybody"
                instead = "name the principal, or narrow it with a Condition on the account or the source"
                yield Hit((*path, "Principal"), message, instead)

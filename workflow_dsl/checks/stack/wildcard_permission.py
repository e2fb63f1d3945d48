"""WF711."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.stack.policies import allows, needs_resource, role_policies
from workflow_dsl.checks.template import TemplateSubject, as_list
from workflow_dsl.diagnostics import Severity


def _role(action: str, on: Any) -> TemplateSample:
    statement = {"Effect": "Allow", "Action": action, "Resource": on}
    policies = [{"PolicyName": "own", "PolicyDocument": {"Statement": [statement]}}]
    return sample(Role=resource("IAM::Role", {"Policies": policies}))


class WildcardPermission(TemplateRule):
    """A role that may do more than it needs: every action, or an action on everything."""

    code = "WF711"
    severity = Severity.WARNING
    why = (
        "Whoever gets hold of the role's credentials can do all of it. A statement for exact actions on exact "
        "resources costs a line."
    )
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"
    valid = (_role("sns:Publish", {"Ref": "Alerts"}),)
    invalid = (
        _role("sns:*", {"Ref": "Alerts"}),
        _role("dynamodb:PutItem", "*"),
        _role("*", {"Ref": "Alerts"}),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at what each statement of a role allows, and on what."""
        for each, path, statement in role_policies(template):
            if not allows(statement):
                continue
            actions = [str(action) for action in as_list(statement.get("Action"))]
            wide = [action for action in actions if action == "*" or action.endswith(":*")]
            anywhere = (
                [action for action in actions if needs_resource(action)]
                if "*" in as_list(statement.get("Resource"))
                else []
            )
            if wide or "NotAction" in statement:
                yield Hit(
                    (*path, "Action"),
                    f"{each.id} allows {', '.join(wide) or 'all but some actions'}",
                    "name the actions that are needed",
                )
            elif anywhere:
                yield Hit(
                    (*path, "Resource"), f"{each.id} allows {', '.join(anywhere)} on everything", "name the resources"
                )

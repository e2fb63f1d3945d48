"""WF711."""

import re
from collections.abc import Iterator
from typing import Any, Final

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.stack.policies import allows, needs_resource, role_policies
from workflow_dsl.checks.template import TemplateSubject, as_list, strings_of
from workflow_dsl.diagnostics import Severity

# What AWS manages for people who administer a service, or all of them.
_FOR_PEOPLE: Final = re.compile(r":policy/(?:[\w-]+/)*(AdministratorAccess|PowerUserAccess|\w+FullAccess)$")


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
        sample(Role=resource("IAM::Role", {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonSNSFullAccess"]})),
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
        yield from _managed(template)


def _managed(template: TemplateSubject) -> Iterator[Hit]:
    for role in template.of_type("AWS::IAM::Role"):
        for index, arn in enumerate(as_list(role.properties.get("ManagedPolicyArns"))):
            found = _FOR_PEOPLE.search("".join(text for _, text in strings_of(arn, ())))
            if found:
                path = role.at("ManagedPolicyArns", index)
                yield Hit(path, f"{role.id} has {found[1]}", "write a policy for the actions that are needed")

"""WF708."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.stack.policies import resource_policies
from workflow_dsl.checks.template import TemplateSubject, references
from workflow_dsl.diagnostics import Severity


def _stack(*more: str) -> TemplateSample:
    resources = [{"Ref": name} for name in ("Alerts", *more)]
    condition = {"Bool": {"aws:SecureTransport": False}}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": resources, "Condition": condition}
    policy = resource("SNS::TopicPolicy", {"PolicyDocument": {"Statement": [deny]}})
    return sample(Alerts=resource("SNS::Topic"), Orders=resource("SNS::Topic"), Policy=policy)


def _refuses(statement: Mapping[str, Any]) -> bool:
    return statement.get("Effect") == "Deny" and "aws:SecureTransport" in str(statement.get("Condition"))


class PlainTransport(TemplateRule):
    """A topic or a queue that may be used without TLS, while others may not."""

    code = "WF708"
    severity = Severity.WARNING
    why = "Most of the stack refuses requests in plain text; here the statement was forgotten, or removed by mistake."
    source = (
        "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit"
    )
    valid = (_stack("Orders"),)
    invalid = (_stack(),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Only in a stack in which something refuses it."""
        safe = {
            name
            for _, _, statement in resource_policies(template)
            if _refuses(statement)
            for name in references(statement.get("Resource"))
        }
        for each in template.of_type("AWS::SNS::Topic", "AWS::SQS::Queue") if safe else ():
            if each.id not in safe:
                instead = "deny requests of which aws:SecureTransport is false, in its policy"
                yield Hit(each.at(), f"{each.id} may be used without TLS", instead, of_key=True)

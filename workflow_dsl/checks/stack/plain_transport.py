"""WF708."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.stack.policies import resource_policies
from workflow_dsl.checks.template import TemplateSubject, references
from workflow_dsl.diagnostics import Severity


def _stack(refused_for_orders: bool | None) -> TemplateSample:
    refused = {"Alerts": False} | ({} if refused_for_orders is None else {"Orders": refused_for_orders})
    statements = [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sns:Publish",
            "Resource": {"Ref": topic},
            "Condition": {"Bool": {"aws:SecureTransport": value}},
        }
        for topic, value in refused.items()
    ]
    policy = resource("SNS::TopicPolicy", {"PolicyDocument": {"Statement": statements}})
    return sample(Alerts=resource("SNS::Topic"), Orders=resource("SNS::Topic"), Policy=policy)


def _refuses(statement: Mapping[str, Any]) -> bool:
    """Whether it denies what is sent without TLS; the contrary denies what is sent with it."""
    conditions = statement.get("Condition")
    tested = [
        keys.get("aws:SecureTransport")
        for operator, keys in (conditions.items() if isinstance(conditions, dict) else ())
        if str(operator).startswith("Bool") and isinstance(keys, dict)
    ]
    return statement.get("Effect") == "Deny" and any(str(value).lower() == "false" for value in tested)


class PlainTransport(TemplateRule):
    """A topic or a queue that may be used without TLS, while others may not."""

    code = "WF708"
    severity = Severity.WARNING
    why = "Most of the stack refuses requests in plain text; here the statement was forgotten, or removed by mistake."
    source = (
        "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit"
    )
    valid = (_stack(False),)
    invalid = (_stack(None), _stack(True))

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

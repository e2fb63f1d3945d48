"""WF732."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, policy_statements
from workflow_dsl.diagnostics import Severity

_OWN = {
    "Effect": "Allow",
    "Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}},
    "Action": "execute-api:Invoke",
    "Resource": "execute-api:/*",
}


def _stack(**api: Any) -> TemplateSample:
    method = {"RestApiId": {"Ref": "Api"}, "HttpMethod": "POST", "AuthorizationType": "AWS_IAM"}
    return sample(Api=resource("ApiGateway::RestApi", api), Pay=resource("ApiGateway::Method", method))


class ApiWithoutPolicy(TemplateRule):
    """An API for callers who sign with IAM that does not say whose they are."""

    code = "WF732"
    severity = Severity.WARNING
    why = (
        "With a resource policy only those whom it names get in, whatever happens to a method's authorizer; without "
        "one, a method that loses it is open to the world."
    )
    source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html"
    valid = (_stack(Policy={"Statement": [_OWN]}),)
    invalid = (_stack(), _stack(Policy={"Statement": []}))

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """An API with a body of its own has its policy there."""
        signed = [
            template.named(each.properties.get("RestApiId"))
            for each in template.of_type("AWS::ApiGateway::Method")
            if each.properties.get("AuthorizationType") == "AWS_IAM"
        ]
        for each in template.of_type("AWS::ApiGateway::RestApi"):
            imported = "Body" in each.properties or "BodyS3Location" in each.properties
            if each in signed and not imported and not any(policy_statements(each.properties, each.at("Policy"))):
                message = f"{each.id} says of no caller whether it may be called"
                instead = "give it a Policy that allows execute-api:Invoke to your own account alone"
                yield Hit(each.at("Policy"), message, instead)

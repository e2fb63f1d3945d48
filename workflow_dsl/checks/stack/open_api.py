"""WF718."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity


class OpenApi(TemplateRule):
    """A method of an API that everybody may call."""

    code = "WF718"
    severity = Severity.WARNING
    why = "It starts executions for anybody who finds its address: name who may call it, or ask for a key at least."
    source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html"
    valid = (sample(Pay=resource("ApiGateway::Method", {"HttpMethod": "POST", "AuthorizationType": "AWS_IAM"})),)
    invalid = (sample(Pay=resource("ApiGateway::Method", {"HttpMethod": "POST", "AuthorizationType": "NONE"})),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """OPTIONS is asked by browsers before they log in."""
        for each in template.of_type("AWS::ApiGateway::Method", "AWS::ApiGatewayV2::Route"):
            open_to_all = each.properties.get("AuthorizationType", "NONE") == "NONE"
            if (
                open_to_all
                and each.properties.get("HttpMethod") != "OPTIONS"
                and each.properties.get("ApiKeyRequired") is not True
            ):
                instead = 'write "AuthorizationType": "AWS_IAM", or name an authorizer'
                yield Hit(each.at("AuthorizationType"), f"{each.id} may be called by everybody", instead)

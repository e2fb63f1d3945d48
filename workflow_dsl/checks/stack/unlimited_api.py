"""WF720."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, as_list
from workflow_dsl.diagnostics import Severity

_LIMITS = {"ThrottlingRateLimit": 50, "ThrottlingBurstLimit": 100}


def _stage(**settings: Any) -> TemplateSample:
    logged = {
        "AccessLogSetting": {"DestinationArn": {"Ref": "Log"}},
        "MethodSettings": [{"HttpMethod": "*", **_LIMITS}],
    }
    return sample(Live=resource("ApiGateway::Stage", {**logged, **settings}))


class UnlimitedApi(TemplateRule):
    """A stage of an API that takes whatever it is sent, or that keeps no log of it."""

    code = "WF720"
    severity = Severity.WARNING
    why = (
        "Without a limit of its own one caller can use up the account's; without an access log nobody can say "
        "who it was."
    )
    source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html"
    valid = (_stage(),)
    invalid = (_stage(MethodSettings=[]), _stage(AccessLogSetting={}))

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at each stage."""
        for each in template.of_type("AWS::ApiGateway::Stage"):
            settings = [given for given in as_list(each.properties.get("MethodSettings")) if isinstance(given, dict)]
            if not any(given.get("ThrottlingRateLimit") and given.get("ThrottlingBurstLimit") for given in settings):
                instead = "give MethodSettings a ThrottlingRateLimit and a ThrottlingBurstLimit"
                yield Hit(each.at("MethodSettings"), f"{each.id} takes as many requests as it is sent", instead)
            log = each.properties.get("AccessLogSetting")
            if not isinstance(log, dict) or not log.get("DestinationArn"):
                yield Hit(
                    each.at("AccessLogSetting"), f"{each.id} keeps no log of its requests", "give it AccessLogSetting"
                )

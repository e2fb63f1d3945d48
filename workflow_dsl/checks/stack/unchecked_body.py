"""WF719."""

from collections.abc import Iterator
from typing import Any, Final

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity

_SCHEMA = {"type": "object", "required": ["orderId"]}

_ANYTHING: Final[tuple[Any, ...]] = (None, {}, "{}")


def _stack(validates: bool, schema: Any = _SCHEMA, **more: Any) -> TemplateSample:
    method = {
        "HttpMethod": "POST",
        "AuthorizationType": "AWS_IAM",
        "RequestModels": {"application/json": {"Ref": "Order"}},
    }
    return sample(
        Order=resource("ApiGateway::Model", {"Schema": schema}),
        Check=resource("ApiGateway::RequestValidator", {"ValidateRequestBody": validates}),
        Pay=resource("ApiGateway::Method", {**method, **more}),
    )


class UncheckedBody(TemplateRule):
    """A method of an API that passes on bodies that its model would refuse."""

    code = "WF719"
    severity = Severity.WARNING
    why = "A body that does not fit the contract is cheaper refused at the door than by a function and an execution."
    source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html"
    valid = (_stack(True, RequestValidatorId={"Ref": "Check"}),)
    invalid = (
        _stack(True),
        _stack(False, RequestValidatorId={"Ref": "Check"}),
        _stack(True, {}, RequestValidatorId={"Ref": "Check"}),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Only in a stack with models of bodies."""
        if not any(True for _ in template.of_type("AWS::ApiGateway::Model")):
            return
        for each in template.of_type("AWS::ApiGateway::Method"):
            validator = template.named(each.properties.get("RequestValidatorId"))
            checks = validator is not None and validator.properties.get("ValidateRequestBody") in (True, "true")
            takes_body = each.properties.get("HttpMethod") in ("POST", "PUT", "PATCH")
            if takes_body and not (checks and _has_model(template, each.properties.get("RequestModels"))):
                instead = "give it RequestModels and the RequestValidatorId of a validator that validates bodies"
                yield Hit(each.at("RequestValidatorId"), f"{each.id} passes on bodies unchecked", instead)


def _has_model(template: TemplateSubject, models: Any) -> bool:
    """Whether there are models, each of which refuses something, as far as the template shows."""
    named = [template.named(each) for each in models.values()] if isinstance(models, dict) else []
    return bool(named) and all(each is None or each.properties.get("Schema") not in _ANYTHING for each in named)

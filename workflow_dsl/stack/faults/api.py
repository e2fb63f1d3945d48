"""APIs: signed, checked, counted."""

from collections.abc import Iterator

from workflow_dsl.stack.faults.fault import Fault, Resources, dig, named, of_type


def unsigned(resources: Resources) -> Iterator[Fault]:
    """Anybody on the internet may call a method without authorisation."""
    for logical_id, properties in of_type(resources, "AWS::ApiGateway::Method"):
        if properties.get("AuthorizationType", "NONE") == "NONE":
            yield Fault("WF718", logical_id, "the method asks for no authorisation", "write AuthorizationType: AWS_IAM")
    for logical_id, properties in of_type(resources, "AWS::ApiGateway::RestApi"):
        if "Policy" not in properties:
            instead = "write a Policy that names who may call it"
            yield Fault("WF718", logical_id, "the API has no resource policy", instead)


def unchecked(resources: Resources) -> Iterator[Fault]:
    """A body that does not fit the contract is refused before it costs an invocation."""
    validators = {
        logical_id
        for logical_id, properties in of_type(resources, "AWS::ApiGateway::RequestValidator")
        if properties.get("ValidateRequestBody") is True
    }
    for logical_id, properties in of_type(resources, "AWS::ApiGateway::Method"):
        checked = named(properties.get("RequestValidatorId")) in validators and properties.get("RequestModels")
        if properties.get("HttpMethod") in ("POST", "PUT", "PATCH") and not checked:
            instead = "write RequestModels and the RequestValidatorId of a validator of bodies"
            yield Fault("WF719", logical_id, "bodies are not validated", instead)


def unlimited(resources: Resources) -> Iterator[Fault]:
    """A stage that takes what it is sent, and tells nobody."""
    for logical_id, properties in of_type(resources, "AWS::ApiGateway::Stage"):
        if dig(properties, "AccessLogSetting", "DestinationArn") is None:
            yield Fault("WF720", logical_id, "access is not logged", "write AccessLogSetting")
        settings = properties.get("MethodSettings", ())
        if not any(setting.get("ThrottlingRateLimit") and setting.get("ThrottlingBurstLimit") for setting in settings):
            instead = "write ThrottlingRateLimit and ThrottlingBurstLimit for every method"
            yield Fault("WF720", logical_id, "requests are not throttled", instead)

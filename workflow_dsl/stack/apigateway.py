"""REST APIs that pass signed requests to a function."""

import json
from typing import Any

from workflow_dsl.naming import upper_camel
from workflow_dsl.program import Program
from workflow_dsl.resources import HttpApi
from workflow_dsl.stack.contract_schema import contract_schema
from workflow_dsl.stack.events import permission
from workflow_dsl.stack.iam import role
from workflow_dsl.stack.intrinsics import Value, get_att, ref, sub
from workflow_dsl.stack.logs import execution_log_group_id, log_group, machine_log_group_id
from workflow_dsl.stack.names import alias_id, fingerprint
from workflow_dsl.stack.options import StackOptions
from workflow_dsl.stack.policies import THIS_ACCOUNT, document
from workflow_dsl.stack.template import KEPT, RETAINED, resource

STAGE = "v1"
REQUESTS_PER_SECOND, BURST = 50, 100
_LOGGED = (
    "requestId",
    "requestTime",
    "httpMethod",
    "resourcePath",
    "status",
    "responseLatency",
    "integrationErrorMessage",
    "identity.userArn",
    "identity.sourceIp",
)


def apis(program: Program, options: StackOptions) -> dict[str, Value]:
    """Every API of the program, and once what lets API Gateway write logs in this account.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    """
    declared = program.of_kind(HttpApi)
    parts = _account(declared[0], options) if declared else {}
    for api in declared:
        parts |= _api(api)
    return parts


def _api(api: HttpApi) -> dict[str, Value]:
    name = upper_camel(api.name)
    parts = _request(api, name)
    deployment = f"ApiGatewayDeployment{name}{fingerprint(parts)}"
    parts[deployment] = resource(
        "AWS::ApiGateway::Deployment", {"RestApiId": ref(api.logical_id)}, DependsOn=f"ApiGatewayMethod{name}"
    )
    logs, inside = machine_log_group_id(api.name), execution_log_group_id(api.name)
    source = f"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{api.logical_id}}}"
    return {
        **parts,
        # Who asked for what outlives the stack: nothing else says who approved.
        **log_group(logs, kept=True),
        **log_group(inside, sub(f"API-Gateway-Execution-Logs_${{{api.logical_id}}}/{STAGE}")),
        f"ApiGatewayStage{name}": _stage(api, deployment, logs, inside),
        f"LambdaPermission{name}": permission(
            api, "apigateway.amazonaws.com", sub(f"{source}/*/{api.method}{api.path}")
        ),
    }


def _request(api: HttpApi, name: str) -> dict[str, Value]:
    """The API as far as a deployment is a copy of it."""
    in_api = {"RestApiId": ref(api.logical_id)}
    parts = {api.logical_id: _rest_api(api)}
    method: Value = {
        **in_api,
        "ResourceId": get_att(api.logical_id, "RootResourceId"),
        "HttpMethod": api.method,
        "AuthorizationType": "AWS_IAM",
        "Integration": _integration(api),
    }
    if api.path != "/":
        parent = {"ParentId": get_att(api.logical_id, "RootResourceId"), "PathPart": api.path.removeprefix("/")}
        parts[f"ApiGatewayResource{name}"] = resource("AWS::ApiGateway::Resource", {**in_api, **parent})
        method["ResourceId"] = ref(f"ApiGatewayResource{name}")
    if api.request is not None:
        schema = {"ContentType": "application/json", "Schema": contract_schema(api.request)}
        parts[f"ApiGatewayModel{name}"] = resource("AWS::ApiGateway::Model", {**in_api, **schema})
        validator = {**in_api, "ValidateRequestBody": True, "ValidateRequestParameters": True}
        parts[f"ApiGatewayRequestValidator{name}"] = resource("AWS::ApiGateway::RequestValidator", validator)
        method["RequestModels"] = {"application/json": ref(f"ApiGatewayModel{name}")}
        method["RequestValidatorId"] = ref(f"ApiGatewayRequestValidator{name}")
    return parts | {f"ApiGatewayMethod{name}": resource("AWS::ApiGateway::Method", method)}


def _rest_api(api: HttpApi) -> Value:
    """The API, which only this account may call."""
    statement = {
        "Effect": "Allow",
        "Principal": THIS_ACCOUNT,
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*",
    }
    properties = {
        "Name": sub(f"${{AWS::StackName}}-{api.name}"),
        "EndpointConfiguration": {"Types": ["REGIONAL"]},
        "Policy": document(statement),
    }
    return resource("AWS::ApiGateway::RestApi", properties)


def _integration(api: HttpApi) -> Value:
    called = f"${{{alias_id(api.function)}}}"
    uri = f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/{called}/invocations"
    return {"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": sub(uri)}


def _stage(api: HttpApi, deployment: str, logs: str, inside: str) -> Value:
    """The stage, after its log groups: API Gateway makes the one of that name itself otherwise, without key or end.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    """
    settings: dict[str, Any] = {
        "HttpMethod": "*",
        "ResourcePath": "/*",
        "LoggingLevel": "ERROR",
        "ThrottlingRateLimit": REQUESTS_PER_SECOND,
        "ThrottlingBurstLimit": BURST,
    }
    properties = {
        "RestApiId": ref(api.logical_id),
        "DeploymentId": ref(deployment),
        "StageName": STAGE,
        "TracingEnabled": True,
        "AccessLogSetting": {"DestinationArn": get_att(logs), "Format": _log_format()},
        "MethodSettings": [settings],
    }
    return resource("AWS::ApiGateway::Stage", properties, DependsOn=["ApiGatewayAccount", inside])


def _log_format() -> str:
    """Who signed a request, from where, and what became of it; not what was sent, which may be personal.

    CloudTrail tells who changed an API, not who called it.
    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
    """
    fields = {name.rpartition(".")[2]: f"$context.{name}" for name in _LOGGED}
    return json.dumps(fields, separators=(",", ":"))


def _account(api: HttpApi, options: StackOptions) -> dict[str, Value]:
    """One setting for the account and region; it stays when the stack goes, since other APIs may need it by then.

    It waits for an API, without which an account that never had one refuses it. Nothing limits for whom API Gateway
    takes the role: no page says that it tells, and with a condition that is never met the stack could not be made. The
    role may write logs and no more, and nobody can hand it to the API of another account. It stays even when the stack
    could not be made: deleting the setting does not unset it, and every API here would be without logs.
    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-account.html
    """
    managed = sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs")
    setting = {"CloudWatchRoleArn": get_att("IAMRoleApiGatewayLogs")}
    return {
        "IAMRoleApiGatewayLogs": {
            **role("apigateway", [managed], options, None),
            **RETAINED,
        },
        "ApiGatewayAccount": resource("AWS::ApiGateway::Account", setting, DependsOn=api.logical_id, **KEPT),
    }

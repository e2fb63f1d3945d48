"""What starts a workflow, or runs a function beside it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from workflow_dsl.declaration import Contract
from workflow_dsl.resources.durations import WholeMinutes
from workflow_dsl.resources.function import AnyFunction
from workflow_dsl.resources.resource import Resource


class Trigger(Resource):
    """Something that invokes a function."""

    function: AnyFunction = Field(description="the LambdaFunction that it invokes")


class HttpApi(Trigger):
    """An API Gateway REST resource with IAM authorisation that passes its requests to a function; `request` is the
    body's contract.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    """

    kind: ClassVar[str] = "ApiGatewayRestApi"
    path: str = Field("/", pattern=r"^/[A-Za-z0-9._-]*$", description='one path segment, as "/payments"')
    method: Literal["GET", "POST", "PUT"] = Field("POST", description='"POST"')
    request: Contract = Field(None, description="the pydantic model of the body")

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            function: AnyFunction,
            path: str = "/",
            method: Literal["GET", "POST", "PUT"] = "POST",
            request: type[Any] | None = None,
        ) -> None: ...


class EventRule(Trigger):
    """An EventBridge rule on the default bus: events of this source and detail type are passed to a function.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
    """

    kind: ClassVar[str] = "EventsRule"
    source: str = Field(min_length=1, description='the event\'s source, as "shop.checkout"')
    detail_type: str = Field(min_length=1, description='the event\'s detail type, as "PaymentRequested"')

    if TYPE_CHECKING:

        def __init__(self, name: str, *, function: AnyFunction, source: str, detail_type: str) -> None: ...


class Schedule(Trigger):
    """An EventBridge rule that invokes a function again and again; `every` is in whole minutes.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
    """

    kind: ClassVar[str] = "EventsRule"
    every: WholeMinutes = Field(ge=timedelta(minutes=1), description="timedelta(minutes=5)")

    if TYPE_CHECKING:

        def __init__(self, name: str, *, function: AnyFunction, every: timedelta) -> None: ...

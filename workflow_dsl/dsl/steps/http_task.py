"""Calling an HTTPS API."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field

from workflow_dsl.dsl.steps.task import Task
from workflow_dsl.resources import Parameter

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import TaskOptions


class HttpTask(Task[Any]):
    """Call an HTTPS `endpoint`, authorised by an EventBridge `connection` (its ARN). `transform` says how the body is
    encoded, without it as JSON. The answer has ResponseBody, Headers, StatusCode and StatusText.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
    """

    endpoint: Any = Field(description='a URL, as "https://api.example.com/orders"')
    method: Any = Field(description='"GET", "POST" or another')
    connection: Any = Field(None, description="the ARN of an EventBridge connection")
    headers: Any = Field(None, description='{"Accept": "application/json"}')
    query: Any = Field(None, description='{"page": "1"}')
    body: Any = Field(None, description="a dictionary, or bind(Contract, ...)")
    transform: Any = Field(None, description='{"RequestBodyEncoding": "URL_ENCODED"}')

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            endpoint: str | Parameter,
            method: str,
            connection: Any = None,
            headers: Mapping[str, Any] | None = None,
            query: Mapping[str, Any] | None = None,
            body: Any = None,
            transform: Mapping[str, Any] | None = None,
            **options: Unpack[TaskOptions],
        ) -> None: ...

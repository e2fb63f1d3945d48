"""Write the table of optimized integrations from botocore's models: `python -m tests.checks.renew_integrations`.

The optimized integrations are a handful of actions: their arguments are kept in the package, so that compiling needs
neither botocore nor the time to read its models.
"""

import json
from pathlib import Path
from typing import Any

from workflow_dsl.asl.resource import action_names, find_service, service_names

TABLE = Path(__file__).parents[2] / "workflow_dsl/checks/services/integrations.json"

# Where the optimized integration's name is not that of the service in the SDK for Java.
NAMES = {
    "states": "sfn", "events": "eventbridge", "elasticmapreduce": "emr", "emr-containers": "emrcontainers",
    "emr-serverless": "emrserverless",
}  # fmt: skip

# What is no operation of an API, or takes other arguments than it. https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
OWN: dict[str, dict[str, list[str]]] = {
    "apigateway:invoke": {
        "arguments": [
            "AllowNullValues", "ApiEndpoint", "AuthType", "Headers", "Method", "Path", "QueryParameters", "RequestBody",
            "Stage",
        ],
        "required": ["ApiEndpoint", "Method"],
        "errors": [],
    },
    "http:invoke": {
        "arguments": [
            "ApiEndpoint", "Authentication", "Headers", "InvocationConfig", "Method", "QueryParameters", "RequestBody",
            "RequestEncodingOptions", "Transform",
        ],
        "required": ["ApiEndpoint", "Method"],
        "errors": [],
    },
}  # fmt: skip
ABOUT = "Arguments as botocore's models have them; written by `python -m tests.checks.renew_integrations`."
UNKNOWN = ("bedrock:invokeModel", "eks:call", "eks:runJob")


def calls() -> dict[str, Any]:
    """Every action of which the arguments are known."""
    found: dict[str, Any] = dict(OWN)
    for service in service_names():
        model = find_service(NAMES.get(service, service.replace("-", "")))
        for action in action_names(service):
            operation = None if model is None else model.operation(action)
            if operation is not None and f"{service}:{action}" not in (*OWN, *UNKNOWN):
                found[f"{service}:{action}"] = {
                    "arguments": sorted(operation.arguments),
                    "required": sorted(operation.required),
                    "errors": list(operation.errors),
                }
    return dict(sorted(found.items()))


def main() -> None:
    """Write the table."""
    sources = ["https://github.com/boto/botocore/tree/develop/botocore/data"]
    rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in calls().items())
    head = f'{{\n  "sources": {json.dumps(sources)},\n  "about": {json.dumps(ABOUT)},\n  "calls": {{\n'
    TABLE.write_text(f"{head}{rows}\n  }}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

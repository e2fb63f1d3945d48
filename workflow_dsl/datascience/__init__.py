"""Workflows from and to the AWS Step Functions Data Science SDK (`stepfunctions`, the extra `datascience`).

In: a `Workflow` of one of the two. Out: the same workflow of the other, so that its notebooks' `create`, `execute` and
`render_graph` go on working; or findings for what the SDK cannot say. Touches: nothing; the SDK asks AWS only when it
is told to create or to execute.

The SDK: https://aws-step-functions-data-science-sdk.readthedocs.io/
"""

from workflow_dsl.datascience.from_sdk import from_sdk, source_from_sdk
from workflow_dsl.datascience.to_sdk import to_sdk

__all__ = ["from_sdk", "source_from_sdk", "to_sdk"]

"""The errors that the service itself reports, and the retrier that every Lambda task wants.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from datetime import timedelta

from workflow_dsl.dsl.retry import Retry

ALL = "States.ALL"
"""Every error, but for States.DataLimitExceeded and States.Runtime."""
TASK_FAILED = "States.TaskFailed"
"""Every error of a task but States.Timeout."""
TIMEOUT = "States.Timeout"
HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout"
PERMISSIONS = "States.Permissions"
DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded"
RUNTIME = "States.Runtime"
QUERY_EVALUATION = "States.QueryEvaluationError"
BRANCH_FAILED = "States.BranchFailed"
NO_CHOICE_MATCHED = "States.NoChoiceMatched"
TOLERATED_FAILURES_EXCEEDED = "States.ExceedToleratedFailureThreshold"
ITEM_READER_FAILED = "States.ItemReaderFailed"
RESULT_WRITER_FAILED = "States.ResultWriterFailed"
HTTP_SOCKET = "States.Http.Socket"

LAMBDA_TRANSIENT = (
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)
"""What the Lambda service reports when it, not the function, failed: always worth another attempt."""

LAMBDA_TRANSIENT_RETRY = Retry(
    LAMBDA_TRANSIENT,
    interval=timedelta(seconds=1),
    max_attempts=5,
    backoff_rate=2.0,
    max_delay=timedelta(seconds=30),
    jitter=True,
)
"""The retrier that AWS's manual recommends for every Lambda task, with a limit and full jitter."""

"""SQS queues."""

from workflow_dsl.permissions import DEAD_LETTER_QUEUE
from workflow_dsl.program import Program
from workflow_dsl.resources import EventRule, Queue, Schedule, Topic
from workflow_dsl.stack.intrinsics import Value, get_att, ref
from workflow_dsl.stack.kms import KEY_ARN
from workflow_dsl.stack.policies import document, one_or_list, only_with_tls
from workflow_dsl.stack.template import KEPT, resource

LONGEST_RETENTION = 1_209_600
"""Fourteen days, in seconds."""


def queues(program: Program) -> dict[str, Value]:
    """The declared queues and the dead-letter queue of all functions, each with its policy.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html
    """
    parts: dict[str, Value] = {}
    for queue in program.of_kind(Queue):
        parts |= _queue(queue.logical_id, int(queue.retention.total_seconds()), [])
    rules = [get_att(each.logical_id) for each in program.triggers if isinstance(each, EventRule | Schedule)]
    topics = [ref(each.logical_id) for each in program.of_kind(Topic) if each.email is not None]
    senders = {"events": rules, "sns": topics}
    undelivered = [_undelivered(service, sources) for service, sources in senders.items() if sources]
    return parts | _queue(DEAD_LETTER_QUEUE, LONGEST_RETENTION, undelivered)


def _queue(logical_id: str, retention: int, allowed: list[Value]) -> dict[str, Value]:
    """An encrypted queue that is reached by TLS only and is no other queue's dead-letter queue."""
    properties = {
        "KmsMasterKeyId": KEY_ARN,
        "MessageRetentionPeriod": retention,
        "RedriveAllowPolicy": {"redrivePermission": "denyAll"},
    }
    statements = [only_with_tls("sqs:*", get_att(logical_id)), *allowed]
    policy = {"Queues": [ref(logical_id)], "PolicyDocument": document(*statements)}
    name = logical_id.removeprefix(Queue.kind)
    return {
        logical_id: resource("AWS::SQS::Queue", properties, **KEPT),
        f"SQSQueuePolicy{name}": resource("AWS::SQS::QueuePolicy", policy),
    }


def _undelivered(service: str, sources: list[Value]) -> Value:
    """Lets a service leave what it could not deliver, for these rules or topics of it."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": get_att(DEAD_LETTER_QUEUE),
        "Condition": {"ArnEquals": {"aws:SourceArn": one_or_list(sources)}},
    }

"""SQS queues."""

from workflow_dsl.naming import upper_camel
from workflow_dsl.permissions import DEAD_LETTER_QUEUE
from workflow_dsl.program import Program
from workflow_dsl.resources import EventRule, Queue, Schedule
from workflow_dsl.stack.iam import document, one_or_list, only_with_tls
from workflow_dsl.stack.intrinsics import Value, get_att, ref
from workflow_dsl.stack.kms import KEY_ARN
from workflow_dsl.stack.template import KEPT, resource

QUEUE_POLICY = "SQSQueuePolicy"
LONGEST_RETENTION = 1_209_600


def queues(program: Program) -> dict[str, Value]:
    """The declared queues and the dead-letter queue of all functions, with one policy: TLS only, events to the latter.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html
    """
    declared = program.of_kind(Queue)
    parts = {queue.logical_id: _queue(int(queue.retention.total_seconds())) for queue in declared}
    parts[DEAD_LETTER_QUEUE] = _queue(LONGEST_RETENTION)
    statements = [only_with_tls("sqs:*", *(get_att(logical_id) for logical_id in parts))]
    rules = [trigger for trigger in program.triggers if isinstance(trigger, EventRule | Schedule)]
    if rules:
        statements.append(_from_rules([get_att(rule.logical_id) for rule in rules]))
    policy = {"Queues": [ref(logical_id) for logical_id in parts], "PolicyDocument": document(*statements)}
    return parts | {QUEUE_POLICY: resource("AWS::SQS::QueuePolicy", policy)}


def _queue(retention: int) -> Value:
    properties = {
        "KmsMasterKeyId": KEY_ARN,
        "MessageRetentionPeriod": retention,
        "RedriveAllowPolicy": {"redrivePermission": "denyAll"},
    }
    return resource("AWS::SQS::Queue", properties, **KEPT)


def _from_rules(rules: list[Value]) -> Value:
    return {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": get_att(DEAD_LETTER_QUEUE),
        "Condition": {"ArnEquals": {"aws:SourceArn": one_or_list(rules)}},
    }


def queue_label(logical_id: str) -> str:
    """A queue's name for people."""
    return upper_camel(logical_id.removeprefix("SQSQueue"))

"""EventBridge rules: events and schedules that invoke a function."""

from datetime import timedelta

from workflow_dsl.naming import upper_camel
from workflow_dsl.permissions import DEAD_LETTER_QUEUE
from workflow_dsl.resources import EventRule, Schedule, Trigger
from workflow_dsl.stack.intrinsics import Value, get_att, ref
from workflow_dsl.stack.names import alias_id
from workflow_dsl.stack.template import resource


def rule(declared: EventRule | Schedule) -> dict[str, Value]:
    """The rule, and its permission to invoke the function. What cannot be delivered goes to the dead-letter queue.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-rule.html
    """
    called = ref(alias_id(declared.function))
    target = {"Id": "function", "Arn": called, "DeadLetterConfig": {"Arn": get_att(DEAD_LETTER_QUEUE)}}
    when: Value = (
        {"ScheduleExpression": schedule_expression(declared.every)}
        if isinstance(declared, Schedule)
        else {"EventPattern": {"source": [declared.source], "detail-type": [declared.detail_type]}}
    )
    return {
        declared.logical_id: resource("AWS::Events::Rule", {**when, "Targets": [target]}),
        f"LambdaPermission{upper_camel(declared.name)}": permission(
            declared, "events.amazonaws.com", get_att(declared.logical_id)
        ),
    }


def permission(declared: Trigger, service: str, source: Value) -> Value:
    """Lets a service invoke the function of a trigger, for one source."""
    properties = {
        "FunctionName": ref(alias_id(declared.function)),
        "Action": "lambda:InvokeFunction",
        "Principal": service,
        "SourceArn": source,
    }
    return resource("AWS::Lambda::Permission", properties)


def schedule_expression(every: timedelta) -> str:
    """A rate in the largest unit that keeps it whole: `rate(5 minutes)`."""
    minutes = int(every.total_seconds() // 60)
    for unit, size in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes % size == 0:
            count = minutes // size
            return f"rate({count} {unit}{'' if count == 1 else 's'})"
    raise AssertionError("a minute divides every number of minutes")

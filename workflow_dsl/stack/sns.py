"""SNS topics."""

from collections.abc import Mapping

from workflow_dsl.naming import upper_camel
from workflow_dsl.permissions import ANYTHING, DEAD_LETTER_QUEUE, Statement, derive_statements, machine_id
from workflow_dsl.program import Program
from workflow_dsl.resources import Topic
from workflow_dsl.stack.intrinsics import Value, get_att, ref, sub
from workflow_dsl.stack.kms import KEY_ARN
from workflow_dsl.stack.names import role_id
from workflow_dsl.stack.options import StackOptions
from workflow_dsl.stack.policies import document, one_or_list, only_with_tls
from workflow_dsl.stack.template import resource


def topics(program: Program, options: StackOptions) -> dict[str, Value]:
    """Each topic with its policy and, where an address is declared, its one subscription.

    A message that the address does not take goes to the dead-letter queue, where it can be read and is alarmed about.
    Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html
    https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
    https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
    https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
    """
    derived = derive_statements(program, options.adjustments)
    parts: dict[str, Value] = {}
    for topic in program.of_kind(Topic):
        statements = _statements(program, topic, _publishers(program, topic, derived))
        parts |= _topic(topic, statements)
    return parts


def _topic(topic: Topic, statements: list[Value]) -> dict[str, Value]:
    name, itself = upper_camel(topic.name), ref(topic.logical_id)
    policy = {"Topics": [itself], "PolicyDocument": document(*statements)}
    policy_id = f"SNSTopicPolicy{name}"
    parts = {
        topic.logical_id: resource("AWS::SNS::Topic", {"KmsMasterKeyId": KEY_ARN}),
        policy_id: resource("AWS::SNS::TopicPolicy", policy),
    }
    if topic.email is not None:
        subscription = {
            "TopicArn": itself,
            "Protocol": "email",
            "Endpoint": ref(topic.email.logical_id),
            "RedrivePolicy": {"deadLetterTargetArn": get_att(DEAD_LETTER_QUEUE)},
        }
        # Another address is subscribed after the policy approves of it, which allows the former one alone until then.
        parts[f"SNSSubscription{name}"] = resource("AWS::SNS::Subscription", subscription, DependsOn=policy_id)
    return parts


def _statements(program: Program, topic: Topic, publishers: list[str]) -> list[Value]:
    """TLS only, published to by those alone who were granted it, subscribed to by approved endpoints alone."""
    statements = [
        only_with_tls("sns:Publish", ref(topic.logical_id)),
        _others_publish(topic, publishers),
        _others_subscribe(topic),
    ]
    if topic is program.alerts:
        statements.append(
            {
                "Effect": "Allow",
                "Principal": {"Service": "cloudwatch.amazonaws.com"},
                "Action": "sns:Publish",
                "Resource": ref(topic.logical_id),
                "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
            }
        )
    return statements


def _others_publish(topic: Topic, publishers: list[str]) -> Value:
    granted = [get_att(role_id(owner)) for owner in publishers]
    condition: Value = {"Bool": {"aws:PrincipalIsAWSService": "false"}}
    if granted:
        condition = {"ArnNotEquals": {"aws:PrincipalArn": one_or_list(granted)}, **condition}
    return _deny("sns:Publish", topic, condition)


def _publishers(program: Program, topic: Topic, derived: Mapping[str, tuple[Statement, ...]]) -> list[str]:
    """The names of the machine and the functions that may publish to the topic."""
    names = {machine_id(program): program.name, **{each.logical_id: each.name for each in program.functions}}
    return [
        names[owner] for owner, statements in derived.items() if any(_publishes(each, topic) for each in statements)
    ]


def _publishes(statement: Statement, topic: Topic) -> bool:
    about = any(target == ANYTHING or target.logical_id == topic.logical_id for target in statement.resources)
    return about and "sns:Publish" in statement.actions


def _others_subscribe(topic: Topic) -> Value:
    """Approved is the declared address; where none is declared, the functions and queues of this account.

    `sns:Endpoint` is the address, URL or ARN that a request names, and compared as text: an endpoint that is no such
    ARN, as a web address or a function of another account, is refused whatever `sns:Protocol` says.
    """
    if topic.email is not None:
        return _deny("sns:Subscribe", topic, {"StringNotEquals": {"sns:Endpoint": ref(topic.email.logical_id)}})
    own = [sub(f"arn:${{AWS::Partition}}:{service}:*:${{AWS::AccountId}}:*") for service in ("lambda", "sqs")]
    return _deny("sns:Subscribe", topic, {"StringNotLike": {"sns:Endpoint": own}})


def _deny(action: str, topic: Topic, condition: Value) -> Value:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": ref(topic.logical_id),
        "Condition": condition,
    }

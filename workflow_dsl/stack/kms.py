"""The key that everything in the stack is encrypted with."""

from workflow_dsl.permissions import ENCRYPTION_KEY
from workflow_dsl.program import Program
from workflow_dsl.resources import HttpApi, Topic
from workflow_dsl.stack.intrinsics import Value, arn, get_att, ref, sub
from workflow_dsl.stack.policies import THIS_ACCOUNT, document, one_or_list
from workflow_dsl.stack.template import KEPT, resource

KEY_ARN = get_att(ENCRYPTION_KEY)


def key(program: Program) -> dict[str, Value]:
    """A key that rotates. The account's policies say who may use it; AWS's services may for this account and stack.

    Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
    """
    apis = [f"log-group:API-Gateway-Execution-Logs_${{{api.logical_id}}}/*" for api in program.of_kind(HttpApi)]
    groups = one_or_list(arn("logs", group) for group in ("log-group:*${AWS::StackName}*", *apis))
    logs = [
        _service(
            sub("logs.${AWS::Region}.amazonaws.com"),
            ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
            {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
        ),
        _service(
            "delivery.logs.amazonaws.com",
            ["kms:Decrypt"],
            {"StringEquals": {"kms:EncryptionContext:SourceArn": arn("logs", "*")}},
        ),
    ]
    grants = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "kms:CreateGrant",
        "Resource": "*",
        "Condition": {"BoolIfExists": {"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"}},
    }
    owner = {"Effect": "Allow", "Principal": THIS_ACCOUNT, "Action": "kms:*", "Resource": "*"}
    properties = {"EnableKeyRotation": True, "KeyPolicy": document(owner, grants, *logs, *_senders(program))}
    return {ENCRYPTION_KEY: resource("AWS::KMS::Key", properties, **KEPT)}


def _senders(program: Program) -> list[Value]:
    """Services that send to encrypted topics and queues of the stack."""
    names = ["cloudwatch.amazonaws.com"] + (["events.amazonaws.com"] if program.triggers else [])
    actions = ["kms:Decrypt", "kms:GenerateDataKey"]
    senders = [_service(one_or_list(names), actions, {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}})]
    if any(topic.email is not None for topic in program.of_kind(Topic)):
        senders.append(_service("sns.amazonaws.com", actions, {"ArnLike": {"aws:SourceArn": arn("sns", "*")}}))
    return senders


def _service(principal: object, actions: list[str], condition: Value) -> Value:
    return {
        "Effect": "Allow",
        "Principal": {"Service": principal},
        "Action": one_or_list(actions),
        "Resource": "*",
        "Condition": condition,
    }

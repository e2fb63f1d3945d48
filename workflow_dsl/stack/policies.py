"""Policy documents: what they are written with, and how many of them the statements of a role take.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

import itertools
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from workflow_dsl.stack.intrinsics import Value, sub

POLICY_VERSION = "2012-10-17"
THIS_ACCOUNT: Value = {"AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")}
"""As a principal: whomever of it the account's own policies allow."""

CHARACTERS = 6144
"""What a managed policy may have, white space not counted."""
POLICIES_OF_ROLE = 10
"""Managed policies that a role takes, unless the account has asked for more."""
_AROUND = len('{"Version":"2012-10-17","Statement":[]}')
_PSEUDO = {"AWS::Partition": 10, "AWS::Region": 14, "AWS::AccountId": 12, "AWS::StackName": 128, "AWS::URLSuffix": 16}
_ARN_BEFORE_NAME = len("arn:aws-us-gov:secretsmanager:ap-northeast-1:123456789012:secret:")
_FUNCTION_ARN = len("arn:aws-us-gov:lambda:ap-northeast-1:123456789012:function:") + 64
_ADDED_TO_NAME = len("-1A2B3C4D5E6F7-AbCdEf")
"""What CloudFormation and Secrets Manager add to the names of the stack and of the resource."""


def document(*statements: Value) -> Value:
    """A policy document."""
    return {"Version": POLICY_VERSION, "Statement": list(statements)}


def one_or_list(items: Iterable[Any]) -> Any:
    """The item, where there is only one: policies read better so."""
    listed = list(items)
    return listed[0] if len(listed) == 1 else listed


def only_with_tls(actions: str, on: Value) -> Value:
    """Refuses whoever does not use TLS."""
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": actions,
        "Resource": on,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def share_out(statements: Iterable[Value]) -> list[list[Value]]:
    """The statements of each policy, at least one policy; a statement that is too long for one is cut into several.

    The values that are known only when the stack is deployed are counted as long as they can be.
    """
    policies: list[list[Value]] = [[]]
    free = [CHARACTERS - _AROUND]
    for piece in itertools.chain.from_iterable(map(_pieces, statements)):
        size = _size(piece)
        at = next((at for at, left in enumerate(free) if size <= left), len(policies))
        if at == len(policies):
            policies.append([])
            free.append(CHARACTERS - _AROUND)
        policies[at].append(piece)
        free[at] -= size
    return policies


def _pieces(statement: Value) -> list[Value]:
    """The statement, or the fewest even parts of its resources, or else of its actions, that fit into a policy each."""
    key = next((key for key in ("Resource", "Action") if isinstance(statement[key], list)), None)
    if key is None or _fits(statement):
        return [statement]
    cut: list[Value] = []
    for parts in range(2, len(statement[key]) + 1):
        cut = [{**statement, key: one_or_list(part)} for part in _evenly(statement[key], parts)]
        if all(map(_fits, cut)):
            return cut
    return list(itertools.chain.from_iterable(map(_pieces, cut)))


def _evenly(items: Sequence[Any], parts: int) -> list[Sequence[Any]]:
    bounds = [len(items) * at // parts for at in range(parts + 1)]
    return [items[start:end] for start, end in itertools.pairwise(bounds)]


def _fits(statement: Value) -> bool:
    return _size(statement) <= CHARACTERS - _AROUND


def _size(statement: Value) -> int:
    return len(json.dumps(_resolved(statement), separators=(",", ":"))) + len(",")


def _resolved(value: Any) -> Any:
    """The value with a text of the greatest length for each intrinsic function."""
    if isinstance(value, list):
        return [_resolved(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "Fn::Sub" in value:
        return re.sub(r"\$\{([^{}]*)\}", lambda found: "x" * _longest(found[1].partition(".")[0]), value["Fn::Sub"])
    if "Ref" in value:
        return "x" * _longest(value["Ref"])
    if "Fn::GetAtt" in value:
        return "x" * _longest(value["Fn::GetAtt"][0])
    return {key: _resolved(each) for key, each in value.items()}


def _longest(name: str) -> int:
    """The most characters of what stands for a name: an ARN, since policies name resources by those."""
    if name in _PSEUDO:
        return _PSEUDO[name]
    if name.startswith("LambdaFunction"):
        return _FUNCTION_ARN
    return _ARN_BEFORE_NAME + _PSEUDO["AWS::StackName"] + len("-") + len(name) + _ADDED_TO_NAME

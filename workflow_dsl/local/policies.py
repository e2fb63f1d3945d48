"""Resource policies as the emulator can fulfil them: statements that refuse what only local runs do are left out.

Pure; changes the template in place and says what was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workflow_dsl.local.differences import ANSWER_REASON, HTTP_REASON, MACHINE_REASON, SUBSCRIBE_REASON, Change

Statement = Mapping[str, Any]
Template = Mapping[str, Any]

_DOCUMENTS = ("PolicyDocument", "ResourcePolicy", "Policy", "KeyPolicy")
_ACCOUNT = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}


def fit_policies(template: Template) -> list[Change]:
    """Leave out what refuses plain HTTP or subscriptions, let the account do what a state machine's role may do, and
    let whoever may answer a machine's tasks answer any.
    """
    changes: list[Change] = []
    machines = _machine_roles(template)
    for name, resource in template["Resources"].items():
        for document in _DOCUMENTS:
            policy = resource.get("Properties", {}).get(document)
            if isinstance(policy, dict) and isinstance(policy.get("Statement"), list):
                changes += _leave_out(name, policy)
                changes += _admit_account(name, policy, machines)
                changes += _answer_any(name, policy)
    return changes


def is_empty_policy(resource: Mapping[str, Any]) -> bool:
    """Whether nothing is left of a policy; the service would refuse it."""
    policy = resource.get("Properties", {}).get("PolicyDocument")
    return isinstance(policy, dict) and policy.get("Statement") == []


def _leave_out(name: str, policy: dict[str, Any]) -> list[Change]:
    kept = [statement for statement in policy["Statement"] if not any(refuses(statement) for refuses, *_ in _REFUSALS)]
    changes = [
        Change(name, f"the statement that refuses {what} left out", reason)
        for refuses, what, reason in _REFUSALS
        if any(refuses(statement) for statement in policy["Statement"])
    ]
    policy["Statement"] = kept
    return changes


def _refuses_plain_http(statement: Statement) -> bool:
    condition = statement.get("Condition", {}).get("Bool", {})
    return statement["Effect"] == "Deny" and str(condition.get("aws:SecureTransport")).lower() == "false"


def _refuses_subscriptions(statement: Statement) -> bool:
    return statement["Effect"] == "Deny" and statement.get("Action") in ("sns:Subscribe", ["sns:Subscribe"])


_REFUSALS: tuple[tuple[Callable[[Statement], bool], str, str], ...] = (
    (_refuses_plain_http, "plain HTTP", HTTP_REASON),
    (_refuses_subscriptions, "subscriptions", SUBSCRIBE_REASON),
)


def _machine_roles(template: Template) -> list[Any]:
    return [
        resource["Properties"]["RoleArn"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::StepFunctions::StateMachine" and "RoleArn" in resource.get("Properties", {})
    ]


def _admit_account(name: str, policy: Mapping[str, Any], roles: list[Any]) -> list[Change]:
    changes = []
    for statement in policy["Statement"]:
        for operands in statement.get("Condition", {}).values():
            principals = operands.get("aws:PrincipalArn") if isinstance(operands, dict) else None
            if isinstance(principals, list) and any(role in principals for role in roles):
                principals.append(_ACCOUNT)
                changes.append(Change(name, "the account admitted beside the machine's role", MACHINE_REASON))
    return changes


def _answer_any(name: str, policy: dict[str, Any]) -> list[Change]:
    allowed = [statement.get("Action", []) for statement in policy["Statement"] if statement["Effect"] == "Allow"]
    listed = [action for actions in allowed for action in ([actions] if isinstance(actions, str) else actions)]
    answers = [action for action in listed if action.startswith("states:SendTask")]
    if not answers:
        return []
    policy["Statement"].append({"Effect": "Allow", "Action": answers, "Resource": "*"})
    return [Change(name, "answers to tasks of any state machine admitted", ANSWER_REASON)]

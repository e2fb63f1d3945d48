"""Roles and their policies."""

from collections.abc import Iterable, Iterator
from typing import Any

from workflow_dsl.asl import Map, walk
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.permissions import Statement, Target, derive_statements, machine_id, merge_statements
from workflow_dsl.program import Program
from workflow_dsl.stack.intrinsics import Value, arn, get_att, ref, sub
from workflow_dsl.stack.names import REF_IS_ARN, called_by_machine, machine_arn, machine_name, policy_id, role_id
from workflow_dsl.stack.options import StackOptions
from workflow_dsl.stack.policies import POLICIES_OF_ROLE, document, one_or_list, share_out
from workflow_dsl.stack.template import resource

KEPT_OF_ID = 24
"""Characters of a function's logical id that are in its name however long the stack's name is. CloudFormation makes
`<stack>-<logical id>-<12 characters>`; where that is above Lambda's 64 it shortens both parts, to 25 at the least.
"""


def roles(program: Program, options: StackOptions) -> Iterator[dict[str, Value]]:
    """A role and its managed policies for the state machine and for each function.

    Each is trusted for one source: the machine, or functions of the one logical id. An ARN in full would be a circle,
    since the function needs the role first; the stack's name in it may have been shortened.
    Raises FindingsError (WF735) when a role would need more policies than it takes.
    Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-role.html
    https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
    https://docs.aws.amazon.com/sagemaker/latest/dg/model-customize-open-weight-prereq.html (a role for Lambda, by
    account and function ARN)
    """
    derived = derive_statements(program, options.adjustments)
    policies = _policies(program, program.name, derived[machine_id(program)], by_name=True)
    source: Value = {"ArnLike": {"aws:SourceArn": _machine_sources(program)}}
    yield {role_id(program.name): role("states", [*map(ref, policies)], options, source), **policies}
    for function in program.functions:
        by_name = called_by_machine(program, function)
        policies = _policies(program, function.name, derived[function.logical_id], by_name=by_name)
        named = arn("lambda", f"function:*-{function.logical_id[:KEPT_OF_ID]}*")
        source = {"ArnLike": {"aws:SourceArn": named}}
        yield {role_id(function.name): role("lambda", [*map(ref, policies)], options, source), **policies}


def _machine_sources(program: Program) -> list[Value]:
    """The machine, and it as executions are started by a version or an alias; of one with a distributed Map also the
    machine that the Map runs, which is named by the label. No page says by which of them Step Functions asks.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html
    """
    has_runs = any(isinstance(state, Map) and state.is_distributed for _, state in walk(program.machine))
    below = ["", ":*", *(["/*"] if has_runs else [])]
    return [arn("states", f"stateMachine:{machine_name(program)}{each}") for each in below]


def role(service: str, managed: list[Value], options: StackOptions, source: Value | None) -> Value:
    """A role that a service of AWS takes, for this account and the condition `source` only; None for a service that
    does not say for whom it asks.
    """
    account = {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
        **({} if source is None else {"Condition": {**account, **source}}),
    }
    boundary = options.permissions_boundary
    properties = {
        "AssumeRolePolicyDocument": document(trust),
        "ManagedPolicyArns": managed,
        "PermissionsBoundary": sub(boundary) if boundary is not None and "${" in boundary else boundary,
    }
    return resource("AWS::IAM::Role", properties)


def _policies(program: Program, owner: str, statements: Iterable[Statement], *, by_name: bool) -> dict[str, Value]:
    written = [
        {
            "Effect": "Allow",
            "Action": one_or_list(each.actions),
            "Resource": one_or_list(_arn_of(program, target, by_name) for target in each.resources),
            **_condition(each),
        }
        for each in merge_statements(statements)
    ]
    shared = share_out(written)
    if len(shared) > POLICIES_OF_ROLE:
        raise FindingsError(_too_many(program, owner, len(shared)))
    return {
        policy_id(owner, part): resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": document(*each)})
        for part, each in enumerate(shared, start=1)
    }


def _condition(statement: Statement) -> Value:
    if statement.passed_to:
        return {"Condition": {"StringEquals": {"iam:PassedToService": statement.passed_to}}}
    return {"Condition": {"Null": {"lambda:SourceFunctionArn": "true"}}} if statement.not_by_code else {}


def _too_many(program: Program, owner: str, policies: int) -> Finding:
    function = next((each for each in program.functions if each.name == owner), None)
    return Finding(
        "WF735",
        Severity.ERROR,
        f"what {owner} may do fills {policies} managed policies, and a role takes {POLICIES_OF_ROLE}",
        "move a part of it into another workflow or function",
        None if function is None else function.place("grants"),
    )


def _arn_of(program: Program, target: Target, by_name: bool) -> Any:
    if not target.logical_id:
        return sub(target.below) if "${" in target.below else target.below
    if target.logical_id == machine_id(program):
        return _machine_arn(program, target, by_name)
    gives_arn = _ref_is_arn(program, target.logical_id)
    if target.below:
        return sub(f"${{{target.logical_id}{'' if gives_arn else '.Arn'}}}{target.below}")
    return ref(target.logical_id) if gives_arn else get_att(target.logical_id)


def _machine_arn(program: Program, target: Target, by_name: bool) -> Value:
    if target.below:
        return arn("states", f"execution:{machine_name(program)}{target.below}")
    return machine_arn(program) if by_name else ref(target.logical_id)


def _ref_is_arn(program: Program, logical_id: str) -> bool:
    found = next((each for each in program.resources if each.logical_id == logical_id), None)
    return isinstance(found, REF_IS_ARN)

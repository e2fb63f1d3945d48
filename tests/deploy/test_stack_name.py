"""A stack's name, and that of the state machine which is made of it: what AWS would refuse is refused before anything
is made.
"""

from __future__ import annotations

import pytest
import yaml

from workflow_dsl.deploy import StackNameError, check_stack_name

TEMPLATE = """
Resources:
  Alerts: {Type: AWS::SNS::Topic}
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      StateMachineName: !Sub ${AWS::StackName}-Payments
"""
LONGEST = 80 - len("-Payments")


def test_a_name_that_aws_takes_is_taken() -> None:
    check_stack_name(TEMPLATE, "s" * LONGEST)


@pytest.mark.parametrize("name", ["", "1st", "-", "a b", "a_b", "ä", "s" * 129])
def test_a_name_that_no_stack_can_have_is_refused(name: str) -> None:
    with pytest.raises(StackNameError, match="no stack can be named"):
        check_stack_name("Resources: {Alerts: {Type: AWS::SNS::Topic}}", name)


def test_a_name_with_which_the_state_machine_has_too_long_a_one_is_refused_with_both_parts() -> None:
    name = "s" * (LONGEST + 1)

    with pytest.raises(StackNameError) as raised:
        check_stack_name(TEMPLATE, name)

    assert str(raised.value) == (
        f'the state machine would be named "{name}-Payments", which has 81 characters, and AWS takes 80; '
        'give the stack a name of at most 71 with --stack-name, or the workflow "Payments" a shorter one'
    )


@pytest.mark.parametrize("name", [None, "Payments", {"Ref": "MachineName"}])
def test_a_state_machine_that_is_not_named_after_its_stack_does_not_limit_the_name(name: object) -> None:
    properties = {} if name is None else {"StateMachineName": name}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}

    check_stack_name(yaml.safe_dump({"Resources": {"Machine": machine}}), "s" * 128)

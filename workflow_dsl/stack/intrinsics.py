"""CloudFormation's intrinsic functions, in the form that JSON has for them.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

from typing import Any

Value = dict[str, Any]

NO_VALUE: Value = {"Ref": "AWS::NoValue"}


def ref(logical_id: str) -> Value:
    """What a resource or a parameter gives as its `Ref`."""
    return {"Ref": logical_id}


def get_att(logical_id: str, attribute: str = "Arn") -> Value:
    """An attribute of a resource."""
    return {"Fn::GetAtt": [logical_id, attribute]}


def sub(text: str) -> Value:
    """A text in which each `${...}` is replaced by a parameter's or a resource's value."""
    return {"Fn::Sub": text}


def arn(service: str, rest: str) -> Value:
    """An ARN of this account and region, as `arn("states", "stateMachine:${AWS::StackName}-Orders")`."""
    return sub(f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{rest}")


def if_condition(condition: str, then: Any, otherwise: Any = NO_VALUE) -> Value:
    """One of two values; nothing at all where `otherwise` is left out and the condition does not hold."""
    return {"Fn::If": [condition, then, otherwise]}


def equals(left: Any, right: Any) -> Value:
    """For conditions: whether two values are the same."""
    return {"Fn::Equals": [left, right]}


def find_in_map(mapping: str, key: str, setting: str) -> Value:
    """A setting from a mapping of the template, for the value that the parameter `key` has."""
    return {"Fn::FindInMap": [mapping, ref(key), setting]}

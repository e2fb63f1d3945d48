"""What the name of a stack may be, and what it makes of other names.

Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
"""

from __future__ import annotations

import re
from typing import Any

from workflow_dsl.asl.resource import limit
from workflow_dsl.deploy.errors import StackNameError
from workflow_dsl.deploy.template_text import read_template

_STACK = "${AWS::StackName}"
_TAKEN = re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}")


def check_stack_name(template: str, name: str) -> None:
    """Find a name that no stack can have, and one with which a state machine of the template would have a longer one
    than AWS takes.

    CloudFormation would refuse the one after a bucket was made, the other when half of the stack is. Raises
    StackNameError.
    """
    if not _TAKEN.fullmatch(name):
        raise StackNameError(
            f'no stack can be named "{name}"; write a letter, then letters, digits and hyphens, at most 128'
        )
    longest = limit("machine_name_characters")
    for resource in read_template(template)["Resources"].values():
        named = _machine_name(resource)
        made = named.replace(_STACK, name)
        if len(made) > longest:
            room, own = longest - len(named.replace(_STACK, "")), named.replace(f"{_STACK}-", "")
            raise StackNameError(
                f'the state machine would be named "{made}", which has {len(made)} characters, '
                f"and AWS takes {longest}; "
                f'give the stack a name of at most {room} with --stack-name, or the workflow "{own}" a shorter one'
            )


def _machine_name(resource: Any) -> str:
    """The text that a state machine's name is made of; nothing where CloudFormation makes it."""
    if resource.get("Type") != "AWS::StepFunctions::StateMachine":
        return ""
    name = resource.get("Properties", {}).get("StateMachineName", "")
    text = name.get("Fn::Sub", "") if isinstance(name, dict) else name
    return text if isinstance(text, str) and _STACK in text else ""

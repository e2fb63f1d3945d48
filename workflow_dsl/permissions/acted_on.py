"""What a task acts on, where its arguments do not say it by a name or an ARN alone."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from workflow_dsl.permissions.statement import Target, machine_id
from workflow_dsl.program import Program
from workflow_dsl.resources import Parameter, StateMachineResource

PLACEHOLDER: Final = re.compile(r"\$\{([A-Za-z0-9_]+)\}")
"""What stands in a definition for something of the stack, by its name among the substitutions."""

_MACHINE: Final = re.compile(r"(arn:[^:]*:states:[^:]*:[^:]*):stateMachine:([^:]+)")
_API: Final = re.compile(r"(?:https://)?([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.")
_OWN: Final = "arn:${AWS::Partition}:{service}:${AWS::Region}:${AWS::AccountId}:"


def own_machine(program: Program, _arguments: Mapping[str, Any]) -> Iterator[Target]:
    """The machine that the task belongs to.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#connect-http-task-permissions
    """
    yield Target(machine_id(program))


def executions(program: Program, arguments: Mapping[str, Any]) -> Iterator[Target]:
    """The executions of the state machine that the task starts; all of the account where only the stack knows which.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/stepfunctions-iam.html
    """
    named = str(arguments.get("StateMachineArn"))
    found, by_name = _MACHINE.match(named), PLACEHOLDER.fullmatch(named)
    known = program.substitutions.get(by_name[1]) if by_name else None
    if found:
        yield Target("", f"{found[1]}:execution:{found[2]}:*")
    elif known is not None and isinstance(known.resource, StateMachineResource):
        yield Target(known.resource.logical_id, ":*")
    else:
        yield Target("", f"{_own('states')}execution:*")


def event_buses(program: Program, arguments: Mapping[str, Any]) -> Iterator[Target]:
    """The buses that the entries are for: the default one where they name none, any where the names are computed.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
    """
    entries = arguments.get("Entries")
    listed = entries if isinstance(entries, list) else [None]
    names = dict.fromkeys(_bus(program, entry) for entry in listed)
    for name in ["*"] if any(name.startswith(("*", "${")) for name in names) else names:
        yield Target("", name if name.startswith("arn:") else f"{_own('events')}event-bus/{name}")


def called_api(program: Program, arguments: Mapping[str, Any]) -> Iterator[Target]:
    """The method and path of the API, as far as they are written down.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
    """
    found = _API.match(str(arguments.get("ApiEndpoint")))
    if not found:
        yield Target("", f"{_own('execute-api')}*")
        return
    stage, method, path = (known_text(program, arguments.get(name)) or "*" for name in ("Stage", "Method", "Path"))
    before = _own("execute-api").replace("${AWS::Region}", found[2])
    yield Target("", f"{before}{found[1]}/{stage}/{method}/{path.removeprefix('/')}")


FINDERS: Final[Mapping[str, Callable[[Program, Mapping[str, Any]], Iterator[Target]]]] = {
    "own_machine": own_machine,
    "executions": executions,
    "event_buses": event_buses,
    "called_api": called_api,
}
"""By the names that the table of integrations has for them."""


def _own(service: str) -> str:
    return _OWN.replace("{service}", service)


def _bus(program: Program, entry: Any) -> str:
    if not isinstance(entry, dict) or "EventBusName.$" in entry:
        return "*"
    return known_text(program, entry.get("EventBusName", "default")) or "*"


def known_text(program: Program, value: Any) -> str | None:
    """A text of the definition, with the stack's parameters in it by their own names; None for one that is computed."""
    if not isinstance(value, str) or value.startswith(("{%", "$.")):
        return None
    named = {name: program.substitutions.get(name) for name in PLACEHOLDER.findall(value)}
    if not all(each is not None and isinstance(each.resource, Parameter) for each in named.values()):
        return None
    own = {name: f"${{{each.resource.logical_id}}}" for name, each in named.items() if each is not None}
    return PLACEHOLDER.sub(lambda found: own[found[1]], value)

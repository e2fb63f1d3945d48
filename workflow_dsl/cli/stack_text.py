"""What happens to a stack, as lines."""

from __future__ import annotations

from workflow_dsl.cli.terminal import Style, Terminal
from workflow_dsl.deploy import ChangeSetReady, Deployed, DeployEvent, Note, ResourceChange, StackEvent

_SIGNS = {"Add": "+", "Modify": "~", "Remove": "-", "Import": ">", "Dynamic": "?"}


def write_deploy_event(terminal: Terminal, name: str, event: DeployEvent) -> None:
    """Write one event of a deployment of the stack `name`."""
    match event:
        case Note(text):
            terminal.line(text, "warn")
        case ChangeSetReady(action, changes):
            terminal.line(f"stack {name}: {'create' if action == 'CREATE' else 'update'}, {_count(changes)}", "strong")
            # A creation makes what the template lists; of an update nobody knows before what it touches.
            for change in changes if action != "CREATE" else ():
                terminal.line(change_line(change))
        case StackEvent() if not event.status.endswith("_IN_PROGRESS"):
            reason = f"  {event.reason}" if event.reason and event.failed else ""
            terminal.line(f"  {event.status:<22} {event.logical_id}{reason}", _style(event))
        case StackEvent():
            pass
        case Deployed(changed=changed):
            terminal.line(f"stack {name}: {'deployed' if changed else 'nothing to change'}", "good")


def change_line(change: ResourceChange) -> str:
    """One line of a change set."""
    replaced = {"True": ", replaced", "Conditional": ", perhaps replaced"}.get(change.replacement, "")
    return f"  {_SIGNS.get(change.action, change.action)} {change.logical_id} ({change.resource_type}{replaced})"


def _count(changes: tuple[ResourceChange, ...]) -> str:
    counted = ((_SIGNS[action], sum(change.action == action for change in changes)) for action in _SIGNS)
    return ", ".join(f"{sign}{count}" for sign, count in counted if count) + " resources"


def _style(event: StackEvent) -> Style:
    if event.failed or "ROLLBACK" in event.status:
        return "bad"
    return "faint"

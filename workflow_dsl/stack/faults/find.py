"""All rules on one template."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workflow_dsl.stack.faults import access, api, encryption, keeping, machine, watching
from workflow_dsl.stack.faults.fault import Fault, Resources

RULES: tuple[Callable[[Resources], Iterator[Fault]], ...] = (
    machine.not_standard,
    machine.not_logged,
    machine.data_in_logs,
    machine.not_traced,
    machine.unpinned_code,
    encryption.not_encrypted,
    encryption.without_tls,
    access.open_to_everyone,
    access.open_topic,
    access.too_much_allowed,
    access.trusting_role,
    access.invoked_by_anyone,
    keeping.not_kept,
    keeping.not_restorable,
    keeping.kept_for_ever,
    keeping.events_lost,
    api.unsigned,
    api.unchecked,
    api.unlimited,
    watching.no_alarm,
    watching.silent_alarm,
    watching.broken_dashboard,
)


def find_faults(template: Mapping[str, Any]) -> list[Fault]:
    """Every fault of a template, in the order of the rules. Intrinsic functions are as JSON has them."""
    resources = template.get("Resources", {})
    return [fault for rule in RULES for fault in rule(resources)]

"""What a fault is, and how rules look at a template."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Resources = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the resource `logical_id`, and what to write instead; `code` names the rule for ever."""

    code: str
    logical_id: str
    message: str
    instead: str


def of_type(resources: Resources, *kinds: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The logical ids and properties of all resources of these types."""
    for logical_id, each in resources.items():
        if each.get("Type") in kinds:
            yield logical_id, each.get("Properties", {})


def dig(value: Any, *path: str) -> Any:
    """What stands at a path of keys; None where there is nothing."""
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def listed(value: Any) -> list[Any]:
    """The items of what may be one or a list of them."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def named(value: Any) -> str | None:
    """The logical id that a `Ref` or `Fn::GetAtt` names."""
    if not isinstance(value, Mapping):
        return None
    attribute = value.get("Fn::GetAtt")
    if isinstance(attribute, str):
        return attribute.partition(".")[0]
    found = value.get("Ref") if attribute is None else attribute[0]
    return found if isinstance(found, str) else None


def statements(document: Any) -> list[Mapping[str, Any]]:
    """The statements of a policy document."""
    return [each for each in listed(dig(document, "Statement")) if isinstance(each, Mapping)]


def is_everyone(principal: Any) -> bool:
    """Whether a statement is about everybody."""
    return principal == "*" or (isinstance(principal, Mapping) and "*" in listed(principal.get("AWS")))

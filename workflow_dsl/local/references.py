"""References between the parts of a template: Ref, Fn::GetAtt, Fn::Sub and DependsOn. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_IN_SUB = re.compile(r"\$\{([A-Za-z0-9]+)((?:\.[^}]*)?)\}")


def references(value: Any) -> Iterator[str]:
    """The logical ids that a part of a template refers to, DependsOn included."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _named(key, item)
            yield from references(item)


def _named(key: str, item: Any) -> Iterator[str]:
    match key, item:
        case "Ref", str():
            yield item
        case "Fn::GetAtt", [str() as name, *_]:
            yield name
        case "Fn::GetAtt", str():
            yield item.split(".")[0]
        case "Fn::Sub", str() | [str(), *_]:
            text = item if isinstance(item, str) else item[0]
            yield from (found.group(1) for found in _IN_SUB.finditer(text))
        case "DependsOn", str():
            yield item
        case "DependsOn", list():
            yield from item


def refer_to(value: Any, old: str, new: str) -> Any:
    """The same value with each Ref, Fn::GetAtt ARN and Fn::Sub of `old` turned into the Ref of `new`."""
    match value:
        case {"Ref": name} if name == old:
            return {"Ref": new}
        case {"Fn::GetAtt": [name, "Arn"]} if name == old:
            return {"Ref": new}
        case {"Fn::Sub": str() as text}:
            return {"Fn::Sub": _rename_in_sub(text, old, new)}
        case {"Fn::Sub": [str() as text, more]}:
            return {"Fn::Sub": [_rename_in_sub(text, old, new), refer_to(more, old, new)]}
        case dict():
            return {key: refer_to(item, old, new) for key, item in value.items()}
        case list():
            return [refer_to(item, old, new) for item in value]
    return value


def refer_by_attribute(value: Any, name: str, attribute: str) -> Any:
    """The same value with each Ref of `name`, also in Fn::Sub, turned into this attribute of it."""
    match value:
        case {"Ref": referred} if referred == name:
            return {"Fn::GetAtt": [name, attribute]}
        case {"Fn::Sub": str() as text}:
            return {"Fn::Sub": text.replace(f"${{{name}}}", f"${{{name}.{attribute}}}")}
        case {"Fn::Sub": [str() as text, more]}:
            spelled = text.replace(f"${{{name}}}", f"${{{name}.{attribute}}}")
            return {"Fn::Sub": [spelled, refer_by_attribute(more, name, attribute)]}
        case dict():
            return {key: refer_by_attribute(item, name, attribute) for key, item in value.items()}
        case list():
            return [refer_by_attribute(item, name, attribute) for item in value]
    return value


def _rename_in_sub(text: str, old: str, new: str) -> str:
    return _IN_SUB.sub(lambda found: f"${{{new}}}" if found.group(1) == old else found.group(0), text)

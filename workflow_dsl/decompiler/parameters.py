"""The `${Name}` of a definition, which a template fills in: as parameters of the stack."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow_dsl.naming import Names, upper_camel

_PLACEHOLDER = re.compile(r"\$\{([^{}]+)\}")
# Between words, however they are told apart; digits belong to the word before them.
_BREAKS = re.compile(r"[\W_]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WHOLE = re.compile(r"\$\{([^{}]+)\}\Z")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What is known of one `${name}`: where its value comes from, and the value itself if it is text."""

    name: str
    description: str = ""
    default: str | None = None


@dataclass(slots=True)
class Known:
    """A placeholder with its Python name and its parameter's name; whether it is a whole value somewhere."""

    placeholder: Placeholder
    variable: str
    parameter: str
    is_value: bool = False


class Parameters:
    """The placeholders of one definition, by their name."""

    def __init__(self, value: Any, told: Sequence[Placeholder], names: Names) -> None:
        by_name = {placeholder.name: placeholder for placeholder in told}
        found = dict.fromkeys(name for text in _texts(value) for name in _PLACEHOLDER.findall(text))
        ids = Names()
        self.known: Mapping[str, Known] = {
            name: Known(
                by_name.get(name, Placeholder(name)),
                names.claim(python_name(name)),
                ids.claim(upper_camel(name)[:_LONGEST] or "Parameter"),
            )
            for name in found
        }

    def of(self, text: str) -> str | None:
        """The variable that stands for a text that is nothing but a placeholder."""
        match = _WHOLE.match(text)
        if match is None:
            return None
        known = self.known[match[1]]
        known.is_value = True
        return known.variable


def python_name(wish: str) -> str:
    """A wish as Python spells names, the way its parser will read it; "step" for what no name can be made of."""
    spelled = _BREAKS.sub("_", unicodedata.normalize("NFKC", wish)).lower().strip("_")[:_LONGEST].rstrip("_")
    name = unicodedata.normalize("NFKC", f"step_{spelled}" if spelled[:1].isdigit() else spelled)
    return name if name.isidentifier() else "step"


def _texts(value: Any) -> Iterator[str]:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            if "${" in item:
                yield item
        elif isinstance(item, dict):
            pending.extend(reversed(list(item.values())))
            pending.extend(reversed(list(item)))
        elif isinstance(item, list):
            pending.extend(reversed(item))

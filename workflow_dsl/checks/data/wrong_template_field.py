"""WF221."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.asl.jsonpath import dynamic_fields
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import jsonpath
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.diagnostics import Severity
from workflow_dsl.source import Path

_TEMPLATES = ("Parameters", "ResultSelector", "ItemSelector", "Assign", "Credentials")


def _pass(**parameters: Any) -> dict[str, object]:
    return {"Type": "Pass", "Parameters": parameters, "End": True}


class WrongTemplateField(Rule):
    """A field of a payload template whose name ends in `.$` and whose value is not a string, or that is there twice."""

    code = "WF221"
    severity = Severity.ERROR
    why = "The .$ says that a path follows, and takes the field's name without it: the service refuses anything else."
    source = "https://states-language.net/spec.html#payload-template"
    valid = (jsonpath(Name=_pass(**{"id.$": "$.id", "kind": "order"})),)
    invalid = (jsonpath(Name=_pass(**{"id.$": 23})), jsonpath(Name=_pass(**{"id.$": "$.id", "id": "1"})))

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Go through every template."""
        for state in subject.states:
            if state.is_jsonata:
                continue
            for path, template in _templates(state):
                for field in dynamic_fields(template):
                    if not isinstance(field.value, str):
                        message = f'"{state.name}": the value of "{field.path[-1]}" is no string'
                        instead = subject.words(
                            'write jsonpath("$.order.id") under the name alone',
                            'write a path such as "$.order.id", or take ".$" from the name',
                        )
                        yield Hit((*path, *field.path), message, instead)
                    if field.repeats:
                        message = f'"{state.name}": "{field.path[-1]}" and "{field.name}" are the same field'
                        yield Hit((*path, *field.path), message, "keep one of them", of_key=True)


def _templates(state: StateAt) -> Iterator[tuple[Path, Any]]:
    for name in _TEMPLATES:
        value = getattr(state.state, name, None)
        if isinstance(value, dict | list):
            yield state.at(name), value

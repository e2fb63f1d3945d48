"""WF229."""

from collections.abc import Iterator
from typing import Any, Final

from workflow_dsl import asl
from workflow_dsl.asl import is_expression
from workflow_dsl.checks.rule import Hit, Rule, Sample
from workflow_dsl.checks.samples import jsonpath, states
from workflow_dsl.checks.strings import Text
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.diagnostics import Severity

_ITEM: Final = "Map.Item"
_SELECTORS: Final = ("ItemSelector", "Parameters")


def _map(*, selector: Any, inside: dict[str, Any]) -> dict[str, Any]:
    one = {"Type": "Pass", "End": True, **inside}
    return {
        "Type": "Map",
        **({"ItemSelector": selector} if selector else {}),
        "ItemProcessor": {"StartAt": "One", "States": {"One": one}},
        "End": True,
    }


def _jsonata(selector: Any, output: str) -> Sample:
    return states(Each={**_map(selector=selector, inside={"Output": output}), "Items": "{% $states.input.lines %}"})


class ItemOutOfPlace(Rule):
    """The item of a Map read where the context object has none."""

    code = "WF229"
    severity = Severity.WARNING
    why = (
        "The context object holds the item and its index while the input of an iteration is made, in the ItemSelector "
        "of the Map, and AWS documents it nowhere else: the states of the iteration get what that makes."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html#contextobject-map"
    valid = (
        _jsonata({"line": "{% $states.context.Map.Item.Value %}"}, "{% $states.input.line %}"),
        jsonpath(Each=_map(selector={"line.$": "$$.Map.Item.Value"}, inside={"Parameters": {"id.$": "$.line.id"}})),
    )
    invalid = (
        _jsonata(None, "{% $states.context.Map.Item.Index %}"),
        jsonpath(Each=_map(selector=None, inside={"Parameters": {"index.$": "$$.Map.Item.Index"}})),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look for it in whatever is evaluated."""
        for state, texts in subject.texts:
            for text in texts:
                if _ITEM in text.value and _reads_item(state, text) and not _is_selector(state, text):
                    message = subject.words(
                        f'"{state.name}" reads context.item outside of the item= of a Map',
                        f'"{state.name}" reads the item of a Map outside of its ItemSelector',
                    )
                    own = "$states.input" if state.is_jsonata else '"$"'
                    instead = subject.words(
                        "give it to the flow with item=, and read the input of the flow",
                        f"put it into the iteration's input with ItemSelector, and read {own}",
                    )
                    yield Hit(text.path, message, instead)


def _reads_item(state: StateAt, text: Text) -> bool:
    if state.is_jsonata:
        return is_expression(text.value) and f"$states.context.{_ITEM}" in text.value
    return f"$$.{_ITEM}" in text.value and text.key.endswith((".$", "Path"))


def _is_selector(state: StateAt, text: Text) -> bool:
    return isinstance(state.state, asl.Map) and text.field in _SELECTORS

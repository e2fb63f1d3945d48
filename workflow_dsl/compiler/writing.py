"""How the values of one state are written: in its query language, with the names that it can see."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from workflow_dsl.compiler.draft import Draft, StateDraft
from workflow_dsl.compiler.json_value import OtherLanguageError
from workflow_dsl.compiler.jsonata_text import Name
from workflow_dsl.compiler.jsonpath_template import jsonpath_template, jsonpath_text
from workflow_dsl.compiler.names import naming_for
from workflow_dsl.compiler.template import template, text_template
from workflow_dsl.dsl.expression import Expression, node_of
from workflow_dsl.dsl.nodes import Verbatim
from workflow_dsl.dsl.retry import Catch
from workflow_dsl.dsl.steps import When
from workflow_dsl.dsl.steps.step import Filtering, Language

Fields = dict[str, Any]
"""Some fields of a state, by the names that the language gives them."""

Assigning = Filtering | Catch | When


class Writing(NamedTuple):
    """The query language of a state, the names in it, and whether only what is given is written."""

    name: Name
    language: Language
    exact: bool

    @property
    def in_paths(self) -> bool:
        """Whether the state is written in JSONPath."""
        return self.language == "JSONPath"

    def value(self, value: Any) -> Any:
        """A value as a field has it. Raises NotJsonError."""
        node = node_of(value)
        return jsonpath_template(node, self.name) if self.in_paths else template(node, self.name)

    def text_field(self, field: str, value: Any) -> Fields:
        """A member that is text: in JSONata, anything else is turned into JSON when the state runs."""
        if not self.in_paths:
            return {field: text_template(value, self.name)}
        written: Fields = self.value({field: value})
        return written

    def dynamic(self, field: str, value: Any) -> Fields:
        """A number, a duration or text, or the path that it is read from; nothing for None."""
        if value is None:
            return {}
        if isinstance(value, timedelta):
            return {field: int(value.total_seconds())}
        path = jsonpath_text(node_of(value), self.name) if self.in_paths and isinstance(value, Expression) else None
        return {field: self.value(value)} if path is None else {f"{field}Path": path}

    def variables(self, declared: Assigning, kept: Mapping[str, Any]) -> Fields:
        """The variables that a state, a rule or a catcher sets: its author's, and what is `kept` for later states."""
        if not declared.assign and not kept and not (self.exact and "assign" in declared.model_fields_set):
            return {}
        own: dict[str, Any] = self.value(declared.assign)
        return {"Assign": {**own, **kept}}


def writing_for(draft: Draft, state: StateDraft) -> Writing:
    """How the values of this state are written. Raises OtherLanguageError."""
    exact = draft.workflow.exact
    around = machine_language(draft)
    language: Language = state.step.language or around
    if language == "JSONPath" and around == "JSONata":
        raise OtherLanguageError(
            'AWS takes no JSONPath state in a JSONata machine; give the workflow language="JSONPath", and the other '
            'steps language="JSONata"'
        )
    return Writing(naming_for(draft, state), language, exact)


def machine_language(draft: Draft) -> Language:
    """The query language of states that do not say."""
    return draft.workflow.language or ("JSONPath" if draft.workflow.exact else "JSONata")


def literal(value: Any) -> Any:
    """A value that is no expression, as it is; what stands for it where it is written verbatim."""
    if isinstance(value, Expression):
        node = node_of(value)
        return node.value if isinstance(node, Verbatim) else None
    return int(value.total_seconds()) if isinstance(value, timedelta) else value

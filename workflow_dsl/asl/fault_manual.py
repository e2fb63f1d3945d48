"""What `rules` tells of each code."""

from __future__ import annotations

from typing import Final, NamedTuple

from workflow_dsl.asl.fault_codes import FaultCode

_SPECIFICATION: Final = "https://states-language.net/spec.html"
_STRUCTURE: Final = "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"


class FaultManual(NamedTuple):
    """What `rules` tells of a code: `invalid` and `valid` are the text of a state (of a machine for WF001)."""

    title: str
    why: str
    source: str
    invalid: str
    valid: str


FAULT_MANUAL: Final[dict[FaultCode, FaultManual]] = {
    FaultCode.SYNTAX: FaultManual(
        "The text is neither JSON nor YAML",
        "Nothing can be said of a definition that cannot be read.",
        _SPECIFICATION,
        '{"StartAt": "Done",}',
        '{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}',
    ),
    FaultCode.REPEATED_KEY: FaultManual(
        "An object has the same key twice",
        "Only the last of two values counts, so one of two states or fields is lost without a word.",
        _SPECIFICATION,
        '{"Type": "Pass", "Result": 1, "Result": 2, "End": true}',
        '{"Type": "Pass", "Result": 2, "End": true}',
    ),
    FaultCode.UNKNOWN_FIELD: FaultManual(
        "A field that such an object does not have",
        "Mostly a slip of the pen: what was meant to be set is not set.",
        _STRUCTURE,
        '{"Type": "Pass", "InputPaht": "$.order", "End": true}',
        '{"Type": "Pass", "InputPath": "$.order", "End": true}',
    ),
    FaultCode.MISSING_FIELD: FaultManual(
        "A field that such an object has to have",
        "AWS refuses the state machine.",
        _STRUCTURE,
        '{"Type": "Pass"}',
        '{"Type": "Pass", "End": true}',
    ),
    FaultCode.WRONG_TYPE: FaultManual(
        "A value of the wrong type",
        "AWS refuses the state machine.",
        _SPECIFICATION,
        '{"Type": "Wait", "Seconds": "60", "End": true}',
        '{"Type": "Wait", "Seconds": 60, "End": true}',
    ),
    FaultCode.WRONG_VALUE: FaultManual(
        "A value out of its range",
        "AWS refuses the state machine.",
        _SPECIFICATION,
        '{"Type": "Task", "Resource": "${F}", "Retry": [{"ErrorEquals": ["A"], "BackoffRate": 0.5}], "End": true}',
        '{"Type": "Task", "Resource": "${F}", "Retry": [{"ErrorEquals": ["A"], "BackoffRate": 1.5}], "End": true}',
    ),
    FaultCode.EXCLUSIVE_FIELDS: FaultManual(
        "Two fields that exclude each other",
        "AWS refuses the state machine, as it could not tell which one is meant.",
        _SPECIFICATION,
        '{"Type": "Wait", "Seconds": 60, "SecondsPath": "$.seconds", "End": true}',
        '{"Type": "Wait", "SecondsPath": "$.seconds", "End": true}',
    ),
    FaultCode.OTHER_QUERY_LANGUAGE: FaultManual(
        "A field of the other query language",
        "JSONPath states and JSONata states have different fields. In a JSONata state machine every state is a JSONata "
        "state; in a JSONPath one a state may choose JSONata, and states inside of it do not inherit the choice.",
        "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
        '{"Type": "Pass", "QueryLanguage": "JSONata", "ResultPath": "$.x", "End": true}',
        '{"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"x": 1}, "End": true}',
    ),
    FaultCode.UNKNOWN_STATE_TYPE: FaultManual(
        "A state of an unknown type",
        "AWS refuses the state machine.",
        "https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html",
        '{"Type": "Suceed"}',
        '{"Type": "Succeed"}',
    ),
}
"""Every code with its explanation, an example that it refuses, and the same example mended."""

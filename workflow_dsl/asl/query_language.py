"""Which fields belong to one query language only.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

from __future__ import annotations

from typing import Final, Literal

QueryLanguageName = Literal["JSONPath", "JSONata"]

_EXPRESSION = "write an expression in {}, as in {{% $states.input.seconds %}}"

JSONPATH_ONLY: Final[dict[str, str]] = {
    "InputPath": 'read "$states.input" where it is needed',
    "OutputPath": 'use "Output"',
    "ResultPath": 'use "Output" or "Assign"',
    "ResultSelector": 'use "Output"',
    "Parameters": 'use "Arguments", in a Map "ItemSelector", in a Pass "Output"',
    "Result": 'use "Output"',
    "TimeoutSecondsPath": _EXPRESSION.format('"TimeoutSeconds"'),
    "HeartbeatSecondsPath": _EXPRESSION.format('"HeartbeatSeconds"'),
    "SecondsPath": _EXPRESSION.format('"Seconds"'),
    "TimestampPath": _EXPRESSION.format('"Timestamp"'),
    "ErrorPath": _EXPRESSION.format('"Error"'),
    "CausePath": _EXPRESSION.format('"Cause"'),
    "ItemsPath": 'use "Items"',
    "MaxConcurrencyPath": _EXPRESSION.format('"MaxConcurrency"'),
    "ToleratedFailureCountPath": _EXPRESSION.format('"ToleratedFailureCount"'),
    "ToleratedFailurePercentagePath": _EXPRESSION.format('"ToleratedFailurePercentage"'),
    "MaxItemsPath": _EXPRESSION.format('"MaxItems"'),
    "MaxItemsPerBatchPath": _EXPRESSION.format('"MaxItemsPerBatch"'),
    "MaxInputBytesPerBatchPath": _EXPRESSION.format('"MaxInputBytesPerBatch"'),
    "Variable": 'write the whole rule as "Condition"',
    "And": 'write the whole rule as "Condition"',
    "Or": 'write the whole rule as "Condition"',
    "Not": 'write the whole rule as "Condition"',
}
"""Fields of JSONPath states, and what to write in a JSONata state instead."""

JSONATA_ONLY: Final[dict[str, str]] = {
    "Arguments": 'use "Parameters", or give the state "QueryLanguage": "JSONata"',
    "Output": 'use "ResultSelector", "ResultPath" and "OutputPath", or give the state "QueryLanguage": "JSONata"',
    "Items": 'use "ItemsPath", or give the state "QueryLanguage": "JSONata"',
    "Condition": 'use "Variable" with a comparison, or give the state "QueryLanguage": "JSONata"',
}
"""Fields of JSONata states, and what to write in a JSONPath state instead."""

NULLABLE: Final = frozenset({"InputPath", "OutputPath", "ResultPath", "Result", "Output", "Parameters", "Arguments"})
"""Fields in which null means something."""

"""Definitions within what the SDK can say, as JSON values."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

ORDER: Json = {
    "Comment": "Train, then deploy",
    "StartAt": "Prepare",
    "TimeoutSeconds": 3600,
    "States": {
        "Prepare": {"Type": "Pass", "Result": {"rows": 10}, "ResultPath": "$.data", "Next": "Train"},
        "Train": {
            "Type": "Task",
            "Comment": "one model",
            "Resource": "arn:aws:states:::lambda:invoke",
            "InputPath": "$.data",
            "Parameters": {"FunctionName": "train", "Payload.$": "$"},
            "ResultPath": None,
            "OutputPath": "$.data",
            "TimeoutSeconds": 60,
            "HeartbeatSecondsPath": "$.beat",
            "Retry": [
                {"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 2, "MaxAttempts": 3, "BackoffRate": 1.5},
                {"ErrorEquals": ["States.ALL"]},
            ],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Give up"}],
            "Next": "Good?",
        },
        "Good?": {
            "Type": "Choice",
            "Choices": [
                {
                    "And": [
                        {"Variable": "$.score", "NumericGreaterThan": 0.9},
                        {"Not": {"Variable": "$.dry", "BooleanEquals": True}},
                        {
                            "Or": [
                                {"Variable": "$.a", "StringEqualsPath": "$.b"},
                                {"Variable": "$.a", "IsPresent": False},
                            ]
                        },
                    ],
                    "Next": "Deploy",
                },
                {"Variable": "$.name", "StringMatches": "test-*", "Next": "Give up"},
            ],
            "Default": "Pause",
        },
        "Pause": {"Type": "Wait", "Seconds": 60, "Next": "Prepare"},
        "Deploy": {
            "Type": "Parallel",
            "Branches": [
                {"StartAt": "Blue", "States": {"Blue": {"Type": "Succeed", "InputPath": "$.x"}}},
                {
                    "StartAt": "Each",
                    "States": {
                        "Each": {
                            "Type": "Map",
                            "ItemsPath": "$.zones",
                            "MaxConcurrency": 2,
                            "Parameters": {"zone.$": "$$.Map.Item.Value"},
                            "Iterator": {
                                "StartAt": "Until",
                                "States": {"Until": {"Type": "Wait", "TimestampPath": "$.when", "End": True}},
                            },
                            "End": True,
                        }
                    },
                },
            ],
            "ResultPath": "$.deployed",
            "End": True,
        },
        "Give up": {"Type": "Fail", "Error": "GivenUp", "Cause": "no model"},
    },
}

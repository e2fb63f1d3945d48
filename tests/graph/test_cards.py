"""What the card of a state says, and how conditions are worded."""

from typing import Any

import pytest

from workflow_dsl.graph.conditions import describe_rule, describe_value, shorten
from workflow_dsl.graph.describe import describe_state, duration
from workflow_dsl.graph.measure import text_width, wrap

TIMES = "\N{MULTIPLICATION SIGN}"


@pytest.mark.parametrize(
    ("resource", "more", "title", "subtitle"),
    [
        ("arn:aws:states:::dynamodb:putItem", {}, "Task", "dynamodb:putItem"),
        ("arn:aws:states:::aws-sdk:sesv2:sendEmail", {}, "Task", "sesv2:sendEmail"),
        ("arn:aws-cn:states:::sqs:sendMessage.waitForTaskToken", {}, "Task", "sqs:sendMessage"),
        ("arn:aws:lambda:eu-west-1:111111111111:function:Charge:live", {}, "Lambda", "Charge:live"),
        ("arn:aws:states:eu-west-1:111111111111:activity:Review", {}, "Activity", "Review"),
        ("arn:aws:states:::lambda:invoke", {"Parameters": {"FunctionName": "charge"}}, "Lambda", "charge"),
        ("arn:aws:states:::lambda:invoke", {"Arguments": {"FunctionName": "${ChargeArn}"}}, "Lambda", "charge card"),
        ("arn:aws:states:::lambda:invoke", {"Parameters": {"FunctionName.$": "$.name"}}, "Lambda", "$.name"),
        ("arn:aws:states:::lambda:invoke", {"Arguments": "{% $all %}"}, "Lambda", "invoke"),
        ("${Unknown}", {}, "Task", "Unknown"),
    ],
)
def test_a_task_says_what_it_calls(resource: str, more: dict[str, Any], title: str, subtitle: str) -> None:
    state = {"Type": "Task", "Resource": resource, **more}
    assert describe_state(state, {"ChargeArn": "charge card"})[:2] == (title, subtitle)


def test_a_task_says_how_it_waits_how_often_it_is_tried_and_how_long_it_may_take() -> None:
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::ecs:runTask.sync",
        "TimeoutSeconds": 900,
        "HeartbeatSeconds": 45,
        "Retry": [
            {
                "ErrorEquals": ["A"],
                "IntervalSeconds": 2,
                "MaxAttempts": 5,
                "MaxDelaySeconds": 60,
                "JitterStrategy": "FULL",
            },
            {"ErrorEquals": ["B"], "MaxAttempts": 0},
            {"ErrorEquals": ["C"], "BackoffRate": 1.5},
        ],
    }
    assert describe_state(state, {})[2] == (
        "waits until done",
        f"A: retries 5{TIMES} from 2 s, {TIMES}2, at most 1 min, jitter",
        f"C: retries 3{TIMES} from 1 s, {TIMES}1.5",
        "time-out 15 min",
        "heartbeat 45 s",
    )


def test_retriers_that_try_alike_are_one_and_are_not_told_apart() -> None:
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Retry": [{"ErrorEquals": ["A", "B"]}, {"ErrorEquals": ["C"]}],
    }
    alike = describe_state(state, {})[2]
    apart = describe_state(
        {**state, "Retry": [*state["Retry"], {"ErrorEquals": ["States.ALL"], "MaxAttempts": 9}]}, {}
    )[2]

    assert alike == (f"retries 3{TIMES} from 1 s, {TIMES}2",)
    assert apart == (
        f"A and 2 more: retries 3{TIMES} from 1 s, {TIMES}2",
        f"any other error: retries 9{TIMES} from 1 s, {TIMES}2",
    )


def test_a_map_says_how_many_items_run_at_once_and_whether_it_is_distributed() -> None:
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, "StartAt": "A", "States": {}}
    state = {"Type": "Map", "ItemProcessor": processor, "MaxConcurrency": 40, "ToleratedFailurePercentage": 5}

    assert describe_state(state, {}) == ("Distributed Map", "max 40", ("tolerates 5 % failed",))


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ({"Type": "Wait", "Seconds": 300}, "5 min"),
        ({"Type": "Wait", "SecondsPath": "$.delay"}, "$.delay s"),
        ({"Type": "Wait", "Timestamp": "2026-03-01T00:00:00Z"}, "until 2026-03-01T00:00:00Z"),
        ({"Type": "Wait", "Seconds": "{% $states.input.delay %}"}, "input.delay s"),
        ({"Type": "Fail", "Error": "Declined"}, "Declined"),
    ],
)
def test_waits_and_failures_say_how_long_and_why(state: dict[str, Any], text: str) -> None:
    assert describe_state(state, {})[1] == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (60, "1 min"),
        (90, "90 s"),
        (300, "5 min"),
        (3600, "1 h"),
        (86_400, "1 d"),
        (5400, "90 min"),
    ],
)
def test_durations_are_whole_numbers_of_the_largest_unit(seconds: int, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"Variable": "$.kind", "StringEquals": "digital"}, '$.kind == "digital"'),
        ({"Variable": "$.n", "NumericGreaterThanEqualsPath": "$.limit"}, "$.n >= $.limit"),
        ({"Variable": "$.n", "IsPresent": False}, "$.n is absent"),
        ({"Variable": "$.name", "StringMatches": "*.log"}, '$.name matches "*.log"'),
        ({"Not": {"Variable": "$.open", "BooleanEquals": True}}, "not ($.open == true)"),
        (
            {
                "Or": [
                    {"And": [{"Variable": "$.a", "IsNull": True}, {"Variable": "$.b", "IsString": True}]},
                    {"Variable": "$.c", "IsBoolean": False},
                ]
            },
            "($.a is null and $.b is a string) or $.c is not a boolean",
        ),
        ({"Condition": "{% $states.input.total\n   > 10 %}"}, "input.total > 10"),
    ],
)  # fmt: skip
def test_rules_read_like_conditions(rule: dict[str, Any], text: str) -> None:
    assert describe_rule(rule) == text


def test_a_jsonata_expression_loses_its_brackets_and_nothing_that_means_something() -> None:
    assert describe_value("{% $states.context.Execution.Id & $charge.id %}") == "context.Execution.Id & $charge.id"
    assert describe_value("{% $statesman %}") == "$statesman"


def test_long_paths_lose_their_middle_before_anything_is_cut() -> None:
    assert shorten('$.detail.order.lines[0].product == "a"', 24) == '$….product == "a"'
    assert shorten("a" * 30, 10) == "a" * 9 + "…"


def test_text_is_measured_as_wide_as_common_fonts_draw_it() -> None:
    assert text_width("iiii", 14) < text_width("MMMM", 14)
    assert text_width("決済", 14) > text_width("ab", 14)
    assert text_width("", 14) == 0


def test_names_are_broken_where_their_words_meet() -> None:
    assert wrap("ReserveStockForTheWholeOrder", 14, 130, 2, bold=True) == ["ReserveStockFor", "TheWholeOrder"]
    assert wrap("one two", 14, 500, 2) == ["one two"]
    assert wrap("x" * 200, 14, 100, 2)[1].endswith("…")

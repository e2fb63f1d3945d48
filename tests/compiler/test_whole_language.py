"""Everything that Amazon States Language can say can be said in Python, in one syntax."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from workflow_dsl import (
    AwsTask,
    Catch,
    Choice,
    DistributedMap,
    Fail,
    Flow,
    HttpTask,
    ItemBatcher,
    ItemReader,
    LambdaTask,
    Map,
    Parallel,
    Parameter,
    Pass,
    Paths,
    ReaderConfig,
    ResourceTask,
    ResultWriter,
    Retry,
    Succeed,
    Wait,
    When,
    Workflow,
    WriterConfig,
    all_of,
    any_of,
    context,
    errors,
    exists,
    jsonata,
    jsonpath,
    not_,
    rule,
    timestamp,
    verbatim,
)
from workflow_dsl.asl.jsonpath import parse_path
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.diagnostics import FindingsError

END = Succeed("End")


def state(step: Any, *others: Any, **settings: Any) -> dict[str, Any]:
    """The state of the first of some steps."""
    workflow = Workflow("W", **{"exact": True, **settings}, steps=[step, *others])
    value: dict[str, Any] = compile_workflow(workflow).machine.to_json()["States"][step.name]
    return value


def in_jsonata(step: Any, *others: Any) -> dict[str, Any]:
    return state(step, *others, language="JSONata")


def problem(step: Any, *others: Any, **settings: Any) -> str:
    with pytest.raises(FindingsError) as caught:
        state(step, *others, **settings)
    return str(caught.value)


def test_a_jsonpath_task_has_all_its_paths() -> None:
    paths = Paths(input="$.order", selector={"id": jsonpath("$.Payload.id")}, result="$.charge", output="$.charge")
    step = AwsTask(
        "Charge", service="lambda", action="Invoke", optimized=True, arguments={"Payload": jsonpath("$")}, paths=paths
    )

    assert state(step) == {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "InputPath": "$.order",
        "Parameters": {"Payload.$": "$"},
        "ResultSelector": {"id.$": "$.Payload.id"},
        "ResultPath": "$.charge",
        "OutputPath": "$.charge",
        "End": True,
    }


def test_a_result_that_is_discarded_is_none() -> None:
    assert state(Pass("A", paths=Paths(result=None, input=None)))["ResultPath"] is None


def test_limits_are_numbers_paths_or_expressions() -> None:
    assert state(ResourceTask("A", "arn", timeout=timedelta(minutes=1)))["TimeoutSeconds"] == 60
    assert state(ResourceTask("A", "arn", timeout=jsonpath("$.limit")))["TimeoutSecondsPath"] == "$.limit"
    assert in_jsonata(ResourceTask("A", "arn", heartbeat=jsonata("$x")))["HeartbeatSeconds"] == "{% $x %}"
    assert state(ResourceTask("A", "arn", timeout=verbatim("${Limit}")))["TimeoutSeconds"] == "${Limit}"
    assert state(Wait("A", seconds=jsonpath("$.delay")))["SecondsPath"] == "$.delay"
    assert state(Wait("A", until=jsonpath("$.when")))["TimestampPath"] == "$.when"
    assert state(Fail("A", error=jsonpath("$.e"), cause=jsonpath("$.c"))) == {
        "Type": "Fail",
        "ErrorPath": "$.e",
        "CausePath": "$.c",
    }


def test_variables_are_assigned_in_both_languages_and_read_by_name() -> None:
    first = Pass("A", value={"n": 1}, assign={"total": jsonpath("$.n")})
    assert state(first, Pass("B", parameters={"t": jsonpath("$total")}))["Assign"] == {"total.$": "$.n"}

    second = ResourceTask("A", "arn", output=jsonata("$states.result"), assign={"total": jsonata("$states.result.n")})
    found = in_jsonata(second, Pass("B", value=jsonata("$total")))
    assert (found["Output"], found["Assign"]) == ("{% $states.result %}", {"total": "{% $states.result.n %}"})


def test_a_result_that_is_read_is_kept_beside_the_author_s_own_variables() -> None:
    step = ResourceTask("Charge", "arn", assign={"charge": "mine"})

    found = in_jsonata(step, Pass("B", value=step.output))

    assert found["Assign"] == {"charge": "mine", "charge2": "{% $states.result %}"}


def test_a_jsonpath_state_can_read_the_result_of_a_step_too() -> None:
    step = ResourceTask("Charge", "arn")
    reader = Pass("B", parameters={"id": step.output["id"], "run": context.execution.name})
    workflow = Workflow("W", exact=True, steps=[step, reader])

    states = compile_workflow(workflow).machine.to_json()["States"]

    assert states["Charge"]["Assign"] == {"charge.$": "$"}
    assert states["B"]["Parameters"] == {"id.$": "$charge.id", "run.$": "$$.Execution.Name"}


def test_names_of_variables_are_no_longer_than_the_service_takes() -> None:
    first, second = Pass("x" * 80, value={"a": 1}), Pass("X" * 80, value={"a": 2})
    workflow = Workflow("W", steps=[first, second, Pass("Both", value=[first.output["a"], second.output["a"]])])

    states = compile_workflow(workflow).machine.to_json()["States"]

    names = [name for state in states.values() for name in state.get("Assign", {})]
    assert len(set(names)) == 2
    assert all(len(name) <= 80 for name in names)


def test_a_kind_of_step_of_ones_own_is_the_kind_that_it_is_made_of() -> None:
    audited: Any = type("Audited", (Pass,), {"__doc__": "A Pass that people look for."})

    found = in_jsonata(audited("A", value={"run": context.execution.name}), Succeed("B"))

    assert found == {"Type": "Pass", "Output": {"run": "{% $states.context.Execution.Name %}"}, "Next": "B"}


def test_steps_that_are_added_to_the_list_later_belong_to_the_flow() -> None:
    steps = [Pass("A")]
    workflow = Workflow("W", steps=steps)
    branch: Flow[Any] = Flow()
    branch.steps = steps
    steps.append(Pass("B"))

    assert list(compile_workflow(workflow).machine.to_json()["States"]) == ["A", "B"]
    assert len(branch.steps) == 2


@pytest.mark.parametrize(("key", "path"), [("it's", "['it\\'s']"), ("a\\b", "['a\\\\b']"), ("a.b", "['a.b']")])
def test_a_name_in_a_path_is_quoted_where_it_has_to_be(key: str, path: str) -> None:
    workflow = Workflow("W", input=dict[str, str], language="JSONPath")
    workflow.steps = [Pass("A", parameters={"x": workflow.input[key]})]

    found = compile_workflow(workflow).machine.to_json()["States"]["A"]["Parameters"]

    assert found == {"x.$": f"$$.Execution.Input{path}"}
    parse_path(found["x.$"])


def test_the_task_token_of_a_callback_is_a_value_of_the_context() -> None:
    step = LambdaTask("Ask", "ask", payload={"token": context.task_token}, wait_for_token=True)

    assert state(step)["Parameters"] == {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token"}}
    found = in_jsonata(step)
    assert found["Resource"] == "arn:aws:states:::lambda:invoke.waitForTaskToken"
    assert found["Arguments"]["Payload"] == {"token": "{% $states.context.Task.Token %}"}


def test_an_http_task_is_written_as_the_service_wants_it() -> None:
    step = HttpTask(
        "Call",
        endpoint="https://example.com",
        method="POST",
        connection="arn:aws:events:eu-west-1:111122223333:connection/c",
        headers={"Accept": "application/json"},
        body={"id": jsonata("$id")},
    )

    found = in_jsonata(step)

    assert found["Resource"] == "arn:aws:states:::http:invoke"
    assert found["Arguments"] == {
        "ApiEndpoint": "https://example.com",
        "Method": "POST",
        "Headers": {"Accept": "application/json"},
        "RequestBody": {"id": "{% $id %}"},
        "Authentication": {"ConnectionArn": "arn:aws:events:eu-west-1:111122223333:connection/c"},
    }


def test_an_activity_and_a_role_are_given_by_their_arns_or_by_parameters() -> None:
    activity = Parameter("ApprovalActivity", placeholder="approval_activity")
    step = ResourceTask("Approve", activity, credentials={"RoleArn": jsonpath("$.role")})

    found = state(step)

    assert (found["Resource"], found["Credentials"]) == ("${approval_activity}", {"RoleArn.$": "$.role"})


def test_a_distributed_map_has_all_its_parts() -> None:
    step = DistributedMap(
        "All",
        reader=ItemReader(
            "arn:aws:states:::s3:getObject",
            arguments={"Bucket": "b", "Key": jsonpath("$.key")},
            config=ReaderConfig("CSV", csv_header_location="GIVEN", csv_headers=["id"], max_items=jsonpath("$.most")),
        ),
        item={"line": context.item},
        batcher=ItemBatcher(max_items=10, max_bytes=jsonpath("$.bytes"), input={"run": jsonpath("$.run")}),
        writer=ResultWriter(
            "arn:aws:states:::s3:putObject",
            arguments={"Bucket": "b"},
            config=WriterConfig(transformation="COMPACT", output_type="JSONL"),
        ),
        each=Flow(steps=[Pass("One")], comment="for each line"),
        max_concurrency=5,
        tolerated_count=jsonpath("$.some"),
        tolerated_percentage=2.5,
        label="Lines",
        execution_type="EXPRESS",
    )

    assert state(step) == {
        "Type": "Map",
        "Label": "Lines",
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {
                "CSVHeaderLocation": "GIVEN",
                "CSVHeaders": ["id"],
                "InputType": "CSV",
                "MaxItemsPath": "$.most",
            },
            "Parameters": {"Bucket": "b", "Key.$": "$.key"},
        },
        "ItemSelector": {"line.$": "$$.Map.Item.Value"},
        "ItemBatcher": {
            "BatchInput": {"run.$": "$.run"},
            "MaxInputBytesPerBatchPath": "$.bytes",
            "MaxItemsPerBatch": 10,
        },
        "MaxConcurrency": 5,
        "ToleratedFailureCountPath": "$.some",
        "ToleratedFailurePercentage": 2.5,
        "ItemProcessor": {
            "Comment": "for each line",
            "StartAt": "One",
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
            "States": {"One": {"Type": "Pass", "End": True}},
        },
        "ResultWriter": {
            "Resource": "arn:aws:states:::s3:putObject",
            "WriterConfig": {"OutputType": "JSONL", "Transformation": "COMPACT"},
            "Parameters": {"Bucket": "b"},
        },
        "End": True,
    }


def test_the_older_spelling_of_a_map_can_be_kept() -> None:
    step = Map(
        "All",
        items=jsonpath("$.lines"),
        item={"n": 1},
        each=Flow(steps=[Pass("One")]),
        legacy=["Iterator", "Parameters"],
    )

    found = state(step)

    assert (found["Parameters"], found["ItemsPath"]) == ({"n": 1}, "$.lines")
    assert "ProcessorConfig" not in found["Iterator"]


def test_a_parallel_gives_its_branches_an_input_and_hands_on_an_output() -> None:
    step = Parallel(
        "Both", arguments={"a": 1}, branches=[[Pass("L")], [Pass("R")]], output=jsonata("$states.result[0]")
    )

    found = in_jsonata(step)

    assert (found["Arguments"], found["Output"]) == ({"a": 1}, "{% $states.result[0] %}")


def test_a_catcher_and_a_rule_hand_on_and_assign() -> None:
    task = ResourceTask(
        "A", "arn", catch=[Catch(errors.ALL, to="End", output={"failed": True}, assign={"e": 1}, comment="why")]
    )
    assert in_jsonata(task, END)["Catch"] == [
        {"Comment": "why", "ErrorEquals": ["States.ALL"], "Output": {"failed": True}, "Assign": {"e": 1}, "Next": "End"}
    ]
    choice = Choice("A", when=[When(jsonata("$x > 1"), to="End", output=1, assign={"y": 2}, comment="big")])
    assert in_jsonata(choice, END)["Choices"] == [
        {"Comment": "big", "Condition": "{% $x > 1 %}", "Output": 1, "Assign": {"y": 2}, "Next": "End"}
    ]


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        (jsonpath("$.a") == "x", {"Variable": "$.a", "StringEquals": "x"}),
        (jsonpath("$.a") != "x", {"Not": {"Variable": "$.a", "StringEquals": "x"}}),
        (jsonpath("$.a") > 1, {"Variable": "$.a", "NumericGreaterThan": 1}),
        (2.5 < jsonpath("$.a"), {"Variable": "$.a", "NumericGreaterThan": 2.5}),  # noqa: SIM300 - mirrored
        (jsonpath("$.a") <= 1.5, {"Variable": "$.a", "NumericLessThanEquals": 1.5}),
        (
            jsonpath("$.a") < timestamp("2030-01-01T00:00:00Z"),
            {"Variable": "$.a", "TimestampLessThan": "2030-01-01T00:00:00Z"},
        ),
        (jsonpath("$.a") >= jsonpath("$.b", type=float), {"Variable": "$.a", "NumericGreaterThanEqualsPath": "$.b"}),
        (jsonpath("$.a") == jsonpath("$.b", type=str), {"Variable": "$.a", "StringEqualsPath": "$.b"}),
        (jsonpath("$.a") == jsonpath("$.b", type=bool), {"Variable": "$.a", "BooleanEqualsPath": "$.b"}),
        (jsonpath("$.a") > jsonpath("$.b", type=datetime), {"Variable": "$.a", "TimestampGreaterThanPath": "$.b"}),
        (exists(jsonpath("$.a")), {"Variable": "$.a", "IsPresent": True}),
        (rule("IsNull", "$.a"), {"Variable": "$.a", "IsNull": True}),
        (rule("StringMatches", "$.a", "*.csv"), {"Variable": "$.a", "StringMatches": "*.csv"}),
        (rule("NumericEquals", "$.a", "${Limit}"), {"Variable": "$.a", "NumericEquals": "${Limit}"}),
        (context.state.retry_count > 2, {"Variable": "$$.State.RetryCount", "NumericGreaterThan": 2}),
        (
            all_of(jsonpath("$.a") == 1, any_of(rule("IsString", "$.b"), comment="one of many")),
            {
                "And": [
                    {"Variable": "$.a", "NumericEquals": 1},
                    {"Comment": "one of many", "Or": [{"Variable": "$.b", "IsString": True}]},
                ]
            },
        ),
        (not_(exists(jsonpath("$.a"))), {"Not": {"Variable": "$.a", "IsPresent": True}}),
    ],
    ids=range(17),
)
def test_conditions_of_jsonpath_are_pythons_comparisons(condition: Any, written: dict[str, Any]) -> None:
    assert state(Choice("A", when=[When(condition, to="End")]), END)["Choices"] == [{**written, "Next": "End"}]


def test_in_an_exact_workflow_what_is_given_is_written_and_nothing_else() -> None:
    retry = Retry(errors.ALL, backoff_rate=2)

    assert state(ResourceTask("A", "arn", retry=[retry]))["Retry"] == [
        {"ErrorEquals": ["States.ALL"], "BackoffRate": 2}
    ]
    assert in_jsonata(ResourceTask("A", "arn", retry=[Retry("E", jitter=False)]))["Retry"] == [
        {"ErrorEquals": ["E"], "JitterStrategy": "NONE"}
    ]
    assert state(Fail("A")) == {"Type": "Fail"}
    machine = compile_workflow(Workflow("W", exact=True, steps=[END])).machine.to_json()
    assert machine == {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}


def test_one_state_of_a_jsonpath_machine_can_be_in_jsonata() -> None:
    found = state(Pass("A", value=jsonata("1 + 1"), language="JSONata"))

    assert found == {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 + 1 %}", "End": True}


def test_verbatim_is_written_as_it_is() -> None:
    assert in_jsonata(Pass("A", value=verbatim("{%1%}")))["Output"] == "{%1%}"
    assert state(Pass("A", value=verbatim(None)))["Result"] is None


def test_what_looks_like_a_path_is_text_in_jsonata_and_the_other_way_round() -> None:
    assert in_jsonata(Pass("A", value={"a.$": "$.b"}))["Output"] == {"a.$": "$.b"}
    assert state(Pass("A", parameters={"a": "{% 1 %}"}))["Parameters"] == {"a": "{% 1 %}"}


@pytest.mark.parametrize(
    ("step", "settings", "told"),
    [
        (Pass("A", value=jsonpath("$.a")), {"language": "JSONata"}, "WF208"),
        (Pass("A", parameters={"a": jsonata("1")}), {}, "a JSONPath state cannot say this expression"),
        (Pass("A", parameters=[jsonpath("$.a")]), {}, "the path $.a stands where JSONPath takes none"),
        (Choice("A", when=[When(jsonpath("$.a") == jsonpath("$.b"), to="End")]), {}, "say of which"),
        (Choice("A", when=[When(jsonata("$a"), to="End")]), {}, "a Choice in JSONPath cannot say this condition"),
        (Choice("A", when=[When(exists(jsonpath("$.a")), to="End")], paths=Paths(result="$")), {}, "ResultPath"),
        (Pass("A", language="JSONPath"), {"language": "JSONata"}, "WF208"),
    ],
    ids=[
        "path in JSONata",
        "JSONata in JSONPath",
        "path in a list",
        "types",
        "condition",
        "no such field",
        "downgrade",
    ],
)
def test_what_a_query_language_cannot_say_is_a_finding(step: Any, settings: dict[str, Any], told: str) -> None:
    assert told in problem(step, END, **settings)

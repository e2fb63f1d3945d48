"""A distributed Map reads, evaluates, batches, tolerates and writes on the emulator as Step Functions does."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import pytest

pytestmark = pytest.mark.emulator

Json = dict[str, Any]
LONG_SECONDS = 120
CSV = "id,total\n" + "".join(f"p-{number},{number}\n" for number in range(5))
PASSES = {"Type": "Pass", "End": True}
CHECK = {
    "Which": {
        "Type": "Choice",
        "Choices": [{"Condition": "{% $states.input > 3 %}", "Next": "No"}],
        "Default": "Fine",
    },
    "Fine": {"Type": "Pass", "Output": "{% [$states.input, 'ok'] %}", "End": True},
    "No": {"Type": "Fail", "Error": "TooLarge"},
}


@pytest.fixture(scope="module")
def bucket(client: Any) -> str:
    client("s3").create_bucket(Bucket="lines")
    client("s3").put_object(Bucket="lines", Key="tonight.csv", Body=CSV.encode())
    return "lines"


def distributed(*, states: Json | None = None, **fields: Any) -> Json:
    """A Map that runs these states for each item."""
    inner = states or {"Same": PASSES}
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    return {
        "Type": "Map",
        "ItemProcessor": {"ProcessorConfig": config, "StartAt": next(iter(inner)), "States": inner},
        **({} if "Next" in fields else {"End": True}),
        **fields,
    }


def ended(client: Any, given: Json, language: str = "JSONata", **states: Json) -> Json:
    """How an execution of these states ended."""
    service = client("stepfunctions")
    definition = {"QueryLanguage": language, "StartAt": next(iter(states)), "States": states}
    role = client("iam").get_role(RoleName="machine")["Role"]["Arn"]
    made = service.create_state_machine(name=uuid.uuid4().hex, definition=json.dumps(definition), roleArn=role)
    started = service.start_execution(stateMachineArn=made["stateMachineArn"], input=json.dumps(given))
    deadline = time.monotonic() + LONG_SECONDS
    while (told := service.describe_execution(executionArn=started["executionArn"]))["status"] == "RUNNING":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return dict(told)


def output(client: Any, given: Json, language: str = "JSONata", **states: Json) -> Any:
    told = ended(client, given, language, **states)
    assert told["status"] == "SUCCEEDED", told
    return json.loads(told["output"])


def read(client: Any, bucket: str, key: str) -> str:
    text: str = client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    return text


def test_what_is_read_may_be_said_by_an_expression_and_comes_in_batches(client: Any, bucket: str) -> None:
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {
            "InputType": "CSV",
            "CSVHeaderLocation": "FIRST_ROW",
            "MaxItems": "{% $states.input.most %}",
        },
        "Arguments": {"Bucket": bucket, "Key": "{% $states.input.day & '.csv' %}"},
    }
    batcher = {"MaxItemsPerBatch": "{% $states.input.size %}", "BatchInput": {"day": "{% $states.input.day %}"}}

    given = {"day": "tonight", "most": 3, "size": 2}
    batches = output(client, given, All=distributed(ItemReader=reader, ItemBatcher=batcher))

    lines = [{"id": f"p-{number}", "total": str(number)} for number in range(3)]
    assert batches == [
        {"BatchInput": {"day": "tonight"}, "Items": lines[:2]},
        {"BatchInput": {"day": "tonight"}, "Items": lines[2:]},
    ]


def test_a_batch_holds_no_more_bytes_than_it_may(client: Any) -> None:
    batcher = {"MaxInputBytesPerBatch": 20}

    batches = output(
        client,
        {"items": ["a" * 12, "b", "c" * 40]},
        All=distributed(Items="{% $states.input.items %}", ItemBatcher=batcher),
    )

    assert [batch["Items"] for batch in batches] == [["a" * 12, "b"], ["c" * 40]]


def test_an_item_is_selected_and_the_result_is_kept_for_later_states(client: Any) -> None:
    selector = {
        "number": "{% $states.context.Map.Item.Value.n %}",
        "of": "{% $count($states.input.items) %}",
        "at": "{% $states.context.Map.Item.Index %}",
    }
    every = distributed(
        Items="{% $states.input.items %}",
        ItemSelector=selector,
        MaxConcurrency="{% 2 %}",
        Assign={"found": "{% $states.result.number %}"},
        Output="{% $count($states.result) %}",
        Next="Later",
    )
    later = {"Type": "Pass", "Output": {"count": "{% $states.input %}", "found": "{% $found %}"}, "End": True}

    given = {"items": [{"n": 7}, {"n": 8}, {"n": 9}]}

    assert output(client, given, All=every, Later=later) == {"count": 3, "found": [7, 8, 9]}


def test_each_item_has_an_execution_of_its_own_without_the_variables_around_it(client: Any) -> None:
    told = {"Type": "Pass", "Output": {"own": "{% $states.context.Execution.Input %}"}, "End": True}
    seen = {"Type": "Pass", "Output": "{% $exists($hidden) %}", "End": True}
    keep = {"Type": "Pass", "Assign": {"hidden": 1}, "Next": "All"}

    assert output(client, {}, All=distributed(Items=[4, 5], states={"Told": told})) == [{"own": 4}, {"own": 5}]
    assert output(client, {}, Keep=keep, All=distributed(Items=[1], states={"Seen": seen})) == [False]


def test_results_are_written_in_files_by_how_they_ended(client: Any, bucket: str) -> None:
    writer = {
        "Resource": "arn:aws:states:::s3:putObject",
        "Arguments": {"Bucket": bucket, "Prefix": "{% 'results/' & $states.input.day %}"},
        "WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSONL"},
    }
    every = distributed(Items=[1, 4, 2], states=CHECK, ResultWriter=writer, ToleratedFailurePercentage=50)

    told = output(client, {"day": "monday"}, All=every)

    details = told["ResultWriterDetails"]
    run = told["MapRunArn"].rpartition(":")[2]
    assert details == {"Bucket": bucket, "Key": f"results/monday/{run}/manifest.json"}
    manifest = json.loads(read(client, bucket, details["Key"]))
    assert (manifest["DestinationBucket"], manifest["MapRunArn"]) == (bucket, told["MapRunArn"])
    files = manifest["ResultFiles"]
    assert files["PENDING"] == []
    (succeeded,), (failed,) = files["SUCCEEDED"], files["FAILED"]
    text = read(client, bucket, succeeded["Key"])
    assert (text, succeeded["Size"]) == ('1\n"ok"\n2\n"ok"\n', len(text))
    record = json.loads(read(client, bucket, failed["Key"]))
    assert (record["Status"], record["Error"], record["Input"]) == ("FAILED", "TooLarge", "4")


def test_the_results_of_a_map_that_fails_are_written_all_the_same(client: Any, bucket: str) -> None:
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": bucket, "Prefix": "failed"}}

    told = ended(client, {}, All=distributed(Items=[1, 4], states=CHECK, ResultWriter=writer))

    assert (told["status"], told["error"]) == ("FAILED", "States.ExceedToleratedFailureThreshold")
    keys = [one["Key"] for one in client("s3").list_objects_v2(Bucket=bucket, Prefix="failed/")["Contents"]]
    assert sorted(key.rpartition("/")[2] for key in keys) == ["FAILED_0.json", "SUCCEEDED_0.json", "manifest.json"]


def test_results_that_cannot_be_written_are_an_error_that_can_be_caught(client: Any) -> None:
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": "no-such-bucket", "Prefix": "a"}}
    catch = [{"ErrorEquals": ["States.ResultWriterFailed"], "Next": "Caught"}]
    caught = {"Type": "Pass", "Output": "caught", "End": True}

    assert output(client, {}, All=distributed(Items=[1], ResultWriter=writer, Catch=catch), Caught=caught) == "caught"


def test_in_jsonpath_paths_say_the_same(client: Any, bucket: str) -> None:
    every = distributed(
        ItemsPath="$.items",
        ItemSelector={"item.$": "$$.Map.Item.Value", "day.$": "$.day"},
        ItemBatcher={"MaxItemsPerBatchPath": "$.size", "BatchInput": {"day.$": "$.day"}},
        MaxConcurrencyPath="$.size",
        ResultSelector={"first.$": "$[0].Items[0]"},
        ResultPath="$.result",
    )

    told = output(client, {"items": [1, 2, 3], "size": 2, "day": "monday"}, "JSONPath", All=every)

    assert told["result"] == {"first": {"item": 1, "day": "monday"}}
    assert told["day"] == "monday"


def test_results_may_be_told_without_being_written(client: Any) -> None:
    def results(transformation: str) -> Any:
        writer = {"WriterConfig": {"Transformation": transformation}}
        return output(client, {}, All=distributed(Items=[1, 2], states=CHECK, ResultWriter=writer))

    assert results("COMPACT") == [[1, "ok"], [2, "ok"]]
    assert results("FLATTEN") == [1, "ok", 2, "ok"]
    assert [(each["Status"], each["Input"]) for each in results("NONE")] == [("SUCCEEDED", "1"), ("SUCCEEDED", "2")]

"""What a distributed Map gives: the outputs of its executions, or where they were written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workflow_dsl import DistributedMap, Flow, Pass, ResultWriter, Succeed, Workflow, WriterConfig
from workflow_dsl.diagnostics import FindingsError

S3 = ResultWriter("arn:aws:states:::s3:putObject", arguments={"Bucket": "results", "Prefix": "a"})


def each(writer: ResultWriter | None) -> DistributedMap:
    return DistributedMap("All", items=[1], each=Flow(steps=[Pass("Same")]), writer=writer)


def read(step: DistributedMap, value: object) -> Any:
    """What a later state makes of it."""
    workflow = Workflow("Shop", input=dict, steps=[step, Pass("Read", value=value), Succeed("Done")])
    return json.loads(workflow.to_asl())["States"]["Read"]["Output"]


def test_what_is_written_is_told_by_its_place() -> None:
    step = each(S3)

    place = step.output.ResultWriterDetails.Key
    assert read(step, "s3://results/" + place) == "{% 's3://results/' & $all.ResultWriterDetails.Key %}"


@pytest.mark.parametrize("writer", [None, ResultWriter(config=WriterConfig(transformation="FLATTEN"))])
def test_what_is_not_written_is_a_list(writer: ResultWriter | None) -> None:
    step = each(writer)

    assert read(step, step.output[0]) == "{% $all[0] %}"
    with pytest.raises(FindingsError, match=r"WF201"):
        each(writer).output["MapRunArn"]

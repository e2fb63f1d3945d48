"""Distributed Maps as Step Functions runs them: with expressions, in batches, and with results that are written to S3.

Run by `server` in the emulator's process, never imported. The emulator (1.5.33) starts an execution for each item and
counts failures; it takes an expression in such a Map for text, and knows neither ItemBatcher nor ResultWriter.
Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
"""

import importlib
import json
import sys
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_NUMBERS = ("MaxConcurrency", "ToleratedFailurePercentage", "ToleratedFailureCount")
_MOST_BYTES = 262_144
"""What a batch holds at most where nothing else is said."""


def run_distributed_maps(states: Any) -> None:
    """Change the emulator's interpreter of definitions, given as its module. After its histories."""
    original = states._run_distributed_map
    if "ItemBatcher" in original.__code__.co_consts:
        sys.exit("this emulator makes batches itself; see whether distributed.py is needed")

    def run(state: Json, given: Any, effective: Any, processor: Json, execution: Json, context: Json) -> Any:
        fields = _Fields(states, state, given, effective, context)
        plain, inputs, before = _plain(fields), list(_inputs(fields)), set(states._map_runs)
        # Its executions see the variables of no other.
        inner = {**context, "variables": {}}
        try:
            _, following = original(plain, given, inputs, processor, execution, inner)
        except states._ExecutionError:
            _result(fields, _new_run(states, before, plain, execution))
            raise
        return fields.output(_result(fields, _new_run(states, before, plain, execution))), following

    states._run_distributed_map = run
    states._run_sub_machine = _in_an_execution_of_its_own(states._run_sub_machine)


def _in_an_execution_of_its_own(run: Any) -> Any:
    """What the context object says of the execution is said of the item's own one, which knows its place from then."""

    def run_flow(flow: Json, first: str, given: Any, execution: Json, context: Json) -> Any:
        if execution.get("mapRunArn") and context["Execution"]["Id"] != execution["executionArn"]:
            execution["item"] = context["Map"]["Item"]["Index"]
            told = {"Id": execution["executionArn"], "Input": given, "Name": execution["name"]}
            context = {**context, "Execution": {**told, "StartTime": execution["startDate"]}}
        return run(flow, first, given, execution, context)

    return run_flow


def _new_run(states: Any, before: set[str], plain: Json, execution: Json) -> str:
    """The run of the Map that has just ended."""
    runs: list[str] = [arn for arn in states._map_runs if arn not in before and f"/{plain['Label']}:" in arn]
    return next(arn for arn in runs if states._map_runs[arn]["executionArn"] == execution["executionArn"])


class _Fields:
    """The fields of a state, evaluated in its query language."""

    def __init__(self, states: Any, state: Json, given: Any, effective: Any, context: Json) -> None:
        self.states, self.state, self.given, self.effective, self.context = states, state, given, effective, context
        self.is_jsonata = states._state_query_language(state, context) == "JSONata"

    def value(self, template: Any, context: Json | None = None) -> Any:
        """What a field says now."""
        if self.is_jsonata:
            return self.states._apply_jsonata_template(template, self.given, context or self.context)
        return self.states._resolve_params_obj(template, self.effective, context or self.context)

    def number(self, fields: Json, name: str) -> Any:
        """The number of a field or, in JSONPath, of the path in the field `...Path`; None where neither is there."""
        if f"{name}Path" in fields:
            return self.states._resolve_path_or_ctx(fields[f"{name}Path"], self.effective, self.context)
        return self.value(fields[name]) if name in fields else None

    def arguments(self, field: Json) -> Any:
        """The arguments of a reader or a writer, in either language."""
        return self.value(field.get("Arguments") or field.get("Parameters") or {})

    def output(self, result: Any) -> Any:
        """What the state gives, when this is its result."""
        states, state = self.states, self.state
        if self.is_jsonata:
            given = states._apply_jsonata_output(state, self.given, self.context, result=result, default=result)
            states._apply_state_assign(state, self.given, self.context, result=result)
            return given
        selected = states._apply_result_selector(state, result)
        return states._apply_output_path(state, states._apply_result_path(state, self.given, selected), self.context)


def _plain(fields: _Fields) -> Json:
    """The state as the emulator's own distributed Map understands it, which is given the inputs of the executions."""
    state = fields.state
    plain: Json = {name: state[name] for name in ("Next", "End") if name in state}
    numbers = {name: number for name in _NUMBERS if (number := fields.number(state, name)) is not None}
    return {**plain, **numbers, "Label": state.get("Label") or fields.states.new_uuid()}


def _inputs(fields: _Fields) -> Iterator[Any]:
    """The input of each execution: an item, what was selected of it, or a batch of these."""
    items = _items(fields)
    if (selector := fields.state.get("ItemSelector") or fields.state.get("Parameters")) is not None:
        items = [fields.value(selector, _of_item(fields.context, *numbered)) for numbered in enumerate(items)]
    batcher = fields.state.get("ItemBatcher")
    if batcher is None:
        yield from items
        return
    beside = {"BatchInput": fields.value(batcher["BatchInput"])} if "BatchInput" in batcher else {}
    most, most_bytes = (fields.number(batcher, name) for name in ("MaxItemsPerBatch", "MaxInputBytesPerBatch"))
    for batch in _batches(items, int(most or len(items) or 1), int(most_bytes or _MOST_BYTES)):
        yield {**beside, "Items": batch}


def _items(fields: _Fields) -> list[Any]:
    states, state = fields.states, fields.state
    if reader := state.get("ItemReader"):
        config = reader.get("ReaderConfig") or {}
        read = {
            **reader,
            "ReaderConfig": fields.value(config),
            "Arguments": None,
            "Parameters": fields.arguments(reader),
        }
        items = states._read_map_items(read, fields.effective, fields.context)
    elif fields.is_jsonata:
        items = fields.value(state["Items"]) if "Items" in state else fields.given
    else:
        items = states._resolve_path_or_ctx(state.get("ItemsPath", "$"), fields.effective, fields.context)
    return items if isinstance(items, list) else [items]


def _of_item(context: Json, index: int, item: Any) -> Json:
    return {**context, "Map": {"Item": {"Index": index, "Value": item}}}


def _batches(items: list[Any], most: int, most_bytes: int) -> Iterator[list[Any]]:
    batch: list[Any] = []
    size = 0
    for item in items:
        own = len(json.dumps(item).encode())
        if batch and (len(batch) >= most or size + own > most_bytes):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += own
    if batch:
        yield batch


def _result(fields: _Fields, run: str) -> Any:
    """What the state has as its result: its executions' outputs, or where they were written.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
    """
    writer = fields.state.get("ResultWriter") or {}
    config = fields.value(writer.get("WriterConfig") or {})
    ended = [one for one in fields.states._executions.values() if one.get("mapRunArn") == run]
    ended.sort(key=lambda one: one["item"])
    if not writer.get("Resource"):
        return _records(ended, config.get("Transformation", "COMPACT"))
    target = fields.arguments(writer)
    folder = "/".join(filter(None, [str(target.get("Prefix", "")).strip("/"), run.rpartition(":")[2]]))
    files: dict[str, list[Json]] = {"FAILED": [], "PENDING": [], "SUCCEEDED": []}
    for status, listed in files.items():
        if records := _records([one for one in ended if one["status"] == status], config.get("Transformation", "NONE")):
            name, text = _text(status, records, config.get("OutputType", "JSON"))
            listed.append({"Key": f"{folder}/{name}", "Size": _put(fields.states, target, f"{folder}/{name}", text)})
    manifest = {"DestinationBucket": target["Bucket"], "MapRunArn": run, "ResultFiles": files}
    _put(fields.states, target, f"{folder}/manifest.json", json.dumps(manifest))
    details = {"Bucket": target["Bucket"], "Key": f"{folder}/manifest.json"}
    return {"MapRunArn": run, "ResultWriterDetails": details}


def _records(ended: list[Json], transformation: str) -> list[Any]:
    """What is told of executions; of one that failed always everything."""
    records: list[Any] = []
    for one in ended:
        output = json.loads(one["output"]) if one["status"] == "SUCCEEDED" else None
        if transformation == "NONE" or one["status"] != "SUCCEEDED":
            records.append(_whole(one))
        elif transformation == "FLATTEN" and isinstance(output, list):
            records += output
        else:
            records.append(output)
    return records


def _whole(one: Json) -> Json:
    told = {"ExecutionArn": "executionArn", "Name": "name", "Input": "input", "Output": "output", "Status": "status"}
    more = {"StartDate": "startDate", "StopDate": "stopDate", "Error": "error", "Cause": "cause"}
    return {name: one[key] for name, key in {**told, **more}.items() if one.get(key) is not None}


def _text(status: str, records: list[Any], kind: str) -> tuple[str, str]:
    if kind == "JSONL":
        return f"{status}_0.jsonl", "".join(f"{json.dumps(record)}\n" for record in records)
    return f"{status}_0.json", json.dumps(records)


def _put(states: Any, target: Json, key: str, text: str) -> int:
    """Write an object; its size. Raises the error that Step Functions raises where it cannot be written."""
    storage: Any = importlib.import_module("ministack.services.s3")
    data = text.encode()
    status = storage._put_object(target["Bucket"], key, data, {})[0]
    if status != 200:
        raise states._ExecutionError("States.ResultWriterFailed", f"s3://{target['Bucket']}/{key} cannot be written")
    return len(data)

"""What a Map takes its items from, and how it runs its flow."""

from collections.abc import Mapping
from typing import Any

from workflow_dsl import asl
from workflow_dsl.compiler.writing import Fields, Writing
from workflow_dsl.declaration import Declaration
from workflow_dsl.dsl.steps import DistributedMap, Map

_READER = {
    "input_type": "InputType",
    "transformation": "Transformation",
    "manifest_type": "ManifestType",
    "csv_delimiter": "CSVDelimiter",
    "csv_header_location": "CSVHeaderLocation",
    "csv_headers": "CSVHeaders",
    "items_pointer": "ItemsPointer",
}
_WRITER = {"transformation": "Transformation", "output_type": "OutputType"}


def map_fields(step: Map, writing: Writing) -> Fields:
    """The fields of a Map that are neither its flow nor those of every state."""
    fields: Fields = {}
    if step.items is not None:
        fields |= writing.dynamic("Items", step.items) if writing.in_paths else {"Items": writing.value(step.items)}
    if step.item is not None:
        fields["Parameters" if "Parameters" in step.legacy else "ItemSelector"] = writing.value(step.item)
    limit = step.max_concurrency
    if not isinstance(limit, int) or limit or (writing.exact and "max_concurrency" in step.model_fields_set):
        fields |= writing.dynamic("MaxConcurrency", limit)
    return fields | _distributed(step, writing) if isinstance(step, DistributedMap) else fields


def processor_config(step: Map) -> Fields:
    """How the runs are executed; the older spelling says nothing of it unless it is told to."""
    written: Fields = {}
    if step.mode is not None and ("mode" in step.model_fields_set or "Iterator" not in step.legacy):
        written["Mode"] = step.mode
    kind = getattr(step, "execution_type", None)
    if kind is not None:
        written["ExecutionType"] = kind
    if not written and "execution_type" not in step.model_fields_set:
        return {}
    return {"ProcessorConfig": asl.ProcessorConfig(**written)}


def _distributed(step: DistributedMap, writing: Writing) -> Fields:
    fields = {
        **writing.dynamic("ToleratedFailureCount", step.tolerated_count),
        **writing.dynamic("ToleratedFailurePercentage", step.tolerated_percentage),
    }
    if step.label is not None:
        fields["Label"] = step.label
    if step.reader is not None:
        config = step.reader.config
        fields["ItemReader"] = asl.ItemReader(
            Resource=step.reader.resource,
            **_arguments(step.reader, writing),
            **_config("ReaderConfig", asl.ReaderConfig, config, _READER, _most(config, writing)),
        )
    if step.batcher is not None:
        fields["ItemBatcher"] = _batcher(step, writing)
    if step.writer is not None:
        fields["ResultWriter"] = asl.ResultWriter(
            **_resource(step),
            **_arguments(step.writer, writing),
            **_config("WriterConfig", asl.WriterConfig, step.writer.config, _WRITER, {}),
        )
    return fields


def _batcher(step: DistributedMap, writing: Writing) -> asl.ItemBatcher:
    batcher = step.batcher
    assert batcher is not None
    own = {"BatchInput": writing.value(batcher.input)} if "input" in batcher.model_fields_set else {}
    return asl.ItemBatcher(
        **own,
        **writing.dynamic("MaxItemsPerBatch", batcher.max_items),
        **writing.dynamic("MaxInputBytesPerBatch", batcher.max_bytes),
    )


def _resource(step: DistributedMap) -> Fields:
    return {} if step.writer is None or step.writer.resource is None else {"Resource": step.writer.resource}


def _arguments(declared: Any, writing: Writing) -> Fields:
    if "arguments" not in declared.model_fields_set:
        return {}
    return {"Parameters" if writing.in_paths else "Arguments": writing.value(declared.arguments)}


def _most(config: Any, writing: Writing) -> Fields:
    return {} if config is None else writing.dynamic("MaxItems", config.max_items)


def _config(
    field: str, kind: type[asl.AslObject], config: Declaration | None, names: Mapping[str, str], more: Fields
) -> Fields:
    if config is None:
        return {}
    given = {names[name]: getattr(config, name) for name in names if name in config.model_fields_set}
    return {field: kind(**given, **more)}

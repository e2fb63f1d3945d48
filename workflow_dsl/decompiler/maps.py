"""Maps: the inline one, and the one whose runs are executions of their own."""

from typing import Any

from workflow_dsl import asl
from workflow_dsl.decompiler.fields import field
from workflow_dsl.decompiler.literals import scalar, string
from workflow_dsl.decompiler.printer import Argument, Atom, Call, Members, Node
from workflow_dsl.decompiler.values import Values

_DISTRIBUTED = (
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "ToleratedFailureCount",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentage",
    "ToleratedFailurePercentagePath",
    "Label",
)
_READER = {
    "InputType": "",
    "Transformation": "transformation",
    "ManifestType": "manifest_type",
    "CSVDelimiter": "csv_delimiter",
    "CSVHeaderLocation": "csv_header_location",
    "CSVHeaders": "csv_headers",
    "ItemsPointer": "items_pointer",
}
_WRITER = {"Transformation": "transformation", "OutputType": "output_type"}


def map_step(state: asl.Map, values: Values, flow: Node) -> tuple[str, list[Node]]:
    """The kind of step, and its own arguments."""
    config = state.processor.ProcessorConfig
    kind = "DistributedMap" if _is_distributed(state, config) else "Map"
    own = [
        *field(state, "ItemsPath", "items", values.path),
        *field(state, "Items", "items", values.template),
        *_distributed(state, values),
        *field(state, "ItemSelector", "item", values.template),
        *field(state, "Parameters", "item", values.template),
        Argument("each=", flow),
        *_limits(state, values),
        *_mode(state, config, kind),
    ]
    old = [name for name in ("Iterator", "Parameters") if state.given(name)]
    if old:
        own.append(Argument("legacy=", Members("[]", [Atom(string(name)) for name in old])))
    return kind, own


def _is_distributed(state: asl.Map, config: asl.ProcessorConfig | None) -> bool:
    if any(state.given(name) for name in _DISTRIBUTED):
        return True
    if config is None:
        return False
    return config.given("ExecutionType") or config.Mode == "DISTRIBUTED" or not config.given("Mode")


def _mode(state: asl.Map, config: asl.ProcessorConfig | None, kind: str) -> list[Node]:
    """How the runs are executed, as far as the kind of step does not say it."""
    usual = {"Map": None if state.given("Iterator") else "INLINE"}.get(
        kind, None if state.given("Iterator") else "DISTRIBUTED"
    )
    mode = config.Mode if config is not None and config.given("Mode") else None
    own: list[Node] = [] if mode == usual else [Argument("mode=", Atom(scalar(mode)))]
    if config is not None and config.given("ExecutionType"):
        own.append(Argument("execution_type=", Atom(scalar(config.ExecutionType))))
    elif config is not None and mode is None:
        own.append(Argument("execution_type=", Atom("None")))
    return own


def _limits(state: asl.Map, values: Values) -> list[Node]:
    return [
        *_number(state, "MaxConcurrency", "max_concurrency", values),
        *_number(state, "ToleratedFailureCount", "tolerated_count", values),
        *_number(state, "ToleratedFailurePercentage", "tolerated_percentage", values),
        *field(state, "Label", "label", lambda label: Atom(string(label))),
    ]


def _distributed(state: asl.Map, values: Values) -> list[Node]:
    own: list[Node] = []
    if state.ItemReader is not None:
        arguments = [Atom(string(state.ItemReader.Resource)), *_arguments(state.ItemReader, values)]
        if state.ItemReader.ReaderConfig is not None:
            arguments.append(Argument("config=", _reader_config(state.ItemReader.ReaderConfig, values)))
        own.append(Argument("reader=", Call(values.use("ItemReader"), arguments)))
    if state.ItemBatcher is not None:
        batcher = [
            *_number(state.ItemBatcher, "MaxItemsPerBatch", "max_items", values),
            *_number(state.ItemBatcher, "MaxInputBytesPerBatch", "max_bytes", values),
            *field(state.ItemBatcher, "BatchInput", "input", values.template),
        ]
        own.append(Argument("batcher=", Call(values.use("ItemBatcher"), batcher)))
    if state.ResultWriter is not None:
        own.append(Argument("writer=", _writer(state.ResultWriter, values)))
    return own


def _writer(writer: asl.ResultWriter, values: Values) -> Node:
    arguments: list[Node] = [] if writer.Resource is None else [Atom(string(writer.Resource))]
    arguments += _arguments(writer, values)
    if writer.WriterConfig is not None:
        config = [
            Argument(f"{_WRITER[name]}=", Atom(scalar(getattr(writer.WriterConfig, name))))
            for name in _WRITER
            if writer.WriterConfig.given(name)
        ]
        arguments.append(Argument("config=", Call(values.use("WriterConfig"), config)))
    return Call(values.use("ResultWriter"), arguments)


def _reader_config(config: asl.ReaderConfig, values: Values) -> Node:
    arguments: list[Node] = []
    for name, argument in _READER.items():
        if config.given(name):
            value: Any = getattr(config, name)
            node = values.literal(list(value)) if name == "CSVHeaders" else Atom(scalar(value))
            arguments.append(Argument(f"{argument}=", node) if argument else node)
    return Call(values.use("ReaderConfig"), arguments + _number(config, "MaxItems", "max_items", values))


def _arguments(described: asl.ItemReader | asl.ResultWriter, values: Values) -> list[Node]:
    return field(described, "Parameters" if values.in_paths else "Arguments", "arguments", values.template)


def _number(described: asl.AslObject, name: str, argument: str, values: Values) -> list[Node]:
    return [
        *field(described, name, argument, values.dynamic),
        *field(described, f"{name}Path", argument, values.path),
    ]

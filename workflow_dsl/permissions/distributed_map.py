"""What a distributed Map needs: to start its own machine, and to read and write the objects that it names.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
"""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.asl import ItemReader, Map, ResultWriter
from workflow_dsl.permissions.acted_on import known_text
from workflow_dsl.permissions.statement import ANYTHING, Need, Target, machine_id
from workflow_dsl.program import Program


def map_needs(program: Program, state: Map) -> Iterator[Need]:
    """The actions of a distributed Map, and on what; nothing for any other."""
    if not state.is_distributed:
        return
    machine = machine_id(program)
    yield Need(("states:StartExecution",), (Target(machine),))
    yield Need(("states:DescribeExecution", "states:StopExecution"), (Target(machine, ":*"),))
    # Only a redrive names the child executions by the label of the Map, which the service makes up where there is none.
    yield Need(("states:RedriveExecution",), (Target(machine, f"/{state.Label or '*'}:*"),))
    if state.ItemReader is not None:
        yield from _reader_needs(program, state.ItemReader)
    if state.ResultWriter is not None and state.ResultWriter.Resource is not None:
        actions = ("s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject")
        named = _arguments(state.ResultWriter)
        yield Need(actions, (_objects(program, named, f"{_text(program, named, 'Prefix')}*"),))


def _reader_needs(program: Program, reader: ItemReader) -> Iterator[Need]:
    config, named = reader.ReaderConfig, _arguments(reader)
    if reader.Resource.endswith(":s3:listObjectsV2"):
        yield Need(("s3:ListBucket",), (_objects(program, named, None),))
        if config is not None and config.Transformation == "LOAD_AND_FLATTEN":
            yield Need(("s3:GetObject",), (_objects(program, named, f"{_text(program, named, 'Prefix')}*"),))
    elif reader.Resource.endswith(":s3:getObject"):
        # A manifest lists further objects.
        manifest = config is not None and (config.InputType == "MANIFEST" or config.ManifestType is not None)
        key = "" if manifest else _text(program, named, "Key")
        yield Need(("s3:GetObject",), (_objects(program, named, key or "*"),))


def _arguments(given: ItemReader | ResultWriter) -> dict[str, Any]:
    found = given.Arguments if given.Arguments is not None else given.Parameters
    return found if isinstance(found, dict) else {}


def _text(program: Program, named: dict[str, Any], name: str) -> str:
    return known_text(program, named.get(name)) or ""


def _objects(program: Program, named: dict[str, Any], keys: str | None) -> Target:
    """The objects of the bucket that have these keys; without keys the bucket."""
    bucket = _text(program, named, "Bucket")
    return (
        Target("", f"arn:${{AWS::Partition}}:s3:::{bucket}{'' if keys is None else f'/{keys}'}") if bucket else ANYTHING
    )

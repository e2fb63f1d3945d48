"""SDK integrations: services and operations as botocore's models tell them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from workflow_dsl.asl.resource.tables import table


class SdkOperation(NamedTuple):
    """An operation as state machines spell it: `putItem`, arguments with a capital letter, errors as they are reported.

    `required` are those without which a call is refused: not tokens, which the SDK makes up. `errors` are the modelled
    ones, without the prefix that the service puts before them (`DynamoDb.`).
    """

    name: str
    arguments: tuple[str, ...]
    required: tuple[str, ...]
    errors: tuple[str, ...]


class SdkService:
    """A service of the SDK; `name` is the one in `arn:aws:states:::aws-sdk:<name>:...`."""

    def __init__(self, name: str, model: dict[str, Any]) -> None:
        self.name = name
        self._model = model

    @property
    def operation_names(self) -> tuple[str, ...]:
        """Every operation, as state machines spell it, sorted."""
        return tuple(sorted(_lower(name) for name in self._model["operations"]))

    def operation(self, name: str) -> SdkOperation | None:
        """The operation of this name (`putItem`), or None when the service has none.

        The manual asks for a small first letter; published state machines that run have a capital one, so it does.
        """
        model = self._model["operations"].get(name[:1].upper() + name[1:])
        if model is None:
            return None
        shape = self._model["shapes"].get(model.get("input", {}).get("shape"), {})
        errors = (_error(error["shape"]) for error in model.get("errors", ()))
        members = shape.get("members", {})
        required = [each for each in shape.get("required", ()) if not _is_made_up(each, members[each])]
        return SdkOperation(
            _lower(name), tuple(map(_upper, members)), tuple(map(_upper, required)), tuple(sorted(errors))
        )


def sdk_service_names() -> tuple[str, ...]:
    """The services that SDK integrations can name, sorted.

    https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
    """
    return tuple(sorted(table("sdk_services")["services"]))


@cache
def find_service(name: str) -> SdkService | None:
    """The service, or None when there is no such service or botocore is not installed to tell."""
    folder = table("sdk_services")["services"].get(name)
    model = None if folder is None else next(_models(folder), None)
    return None if model is None else SdkService(name, model)


def _models(folder: str) -> Iterator[dict[str, Any]]:
    """The models of a service, the newest first."""
    # Imported here: nobody else waits for it.
    import gzip

    spec = find_spec("botocore")
    for root in (spec.submodule_search_locations or ()) if spec else ():
        versions = Path(root) / "data" / folder
        for path in sorted(versions.glob("*/service-2.json*"), reverse=True):
            raw = path.read_bytes()
            yield json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)


def _is_made_up(argument: str, member: dict[str, Any]) -> bool:
    """Whether the SDK makes it up where it is not given, for each attempt another; the query that Athena is to stop is
    such a member in the model too.
    """
    return bool(member.get("idempotencyToken")) and argument.lower().endswith(("token", "requestid"))


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def _error(shape: str) -> str:
    # The SDK for Java, which the service uses, names its exceptions so.
    return shape if shape.endswith("Exception") else shape.removesuffix("Fault") + "Exception"

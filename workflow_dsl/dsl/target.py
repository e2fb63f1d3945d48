"""Where a transition goes: a step, or the name of one that is written further down."""

from typing import Annotated, Any

from pydantic import AfterValidator

from workflow_dsl.declaration import Declaration


def _named(given: Any) -> Any:
    if isinstance(given, str) and given:
        return given
    if isinstance(given, Declaration) and isinstance(getattr(given, "name", None), str):
        return given
    raise ValueError(f"{given!r} is no step; give a step, or the name of one in quotes")


Target = Annotated[Any, AfterValidator(_named)]


def target_name(target: Any) -> str:
    """The name of the state that a transition goes to."""
    return target if isinstance(target, str) else str(target.name)

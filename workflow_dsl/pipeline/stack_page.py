"""The page beside a template: the graph, the routes of every failure, what the stack holds."""

from collections.abc import Iterator

from workflow_dsl.consequences import failure_routes
from workflow_dsl.graph import render_mermaid
from workflow_dsl.program import Program


def stack_page(program: Program) -> str:
    """The page as Markdown, for whoever reviews the stack."""
    return "\n".join(_lines(program)).rstrip() + "\n"


def _lines(program: Program) -> Iterator[str]:
    yield f"# {program.name}"
    yield ""
    yield f"Generated from `{program.name}`'s definition by `workflow-dsl compile`; edit the definition, not this folder."
    if program.description:
        yield f"\n{program.description}."
    yield from ("", "## Graph", "", "```mermaid", render_mermaid(program.machine, names=_names(program)).rstrip(), "```", "")
    yield from _route_table(program)
    yield from _resource_table(program)


def _names(program: Program) -> dict[str, str]:
    return {key: substitution.resource.name for key, substitution in program.substitutions.items()}


def _route_table(program: Program) -> Iterator[str]:
    yield from ("## Where every failure goes", "")
    yield from ("| state | errors | tried again | then | end |", "| --- | --- | --- | --- | --- |")
    for route in failure_routes(program.machine):
        again = f"{route.attempts} times" if route.attempts else "never"
        onward = " → ".join(route.states) or "-"
        yield f"| {route.state} | {route.errors} | {again} | {onward} | {route.end} |"
    yield ""


def _resource_table(program: Program) -> Iterator[str]:
    yield from ("## What the stack holds", "")
    yield from ("| resource | name | logical id |", "| --- | --- | --- |")
    for resource in program.resources:
        yield f"| {type(resource).__name__} | {resource.name} | `{resource.logical_id}` |"
    yield ""

"""The folder of a compiled stack: the state machine, the template, and the picture and the page for those who review.

Apart from `compile`, so that nobody who wants a template alone waits for what draws."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from workflow_dsl.graph import render_svg
from workflow_dsl.pipeline.compile import (
    ASL_FILE,
    GRAPH_FILE,
    PAGE_FILE,
    TEMPLATE_FILE,
    CompiledMachine,
    assemble,
)
from workflow_dsl.pipeline.stack_page import GENERATED, resource_names, stack_page
from workflow_dsl.project import Definition
from workflow_dsl.stack import write_template


@dataclass(frozen=True, slots=True)
class CompiledStack:
    """A compiled machine with the template of its stack, and the page that describes both."""

    machine: CompiledMachine
    template: str
    graph: str
    page: str

    def files(self, folder: Path) -> Mapping[Path, str]:
        """What belongs into the stack's folder."""
        return {
            folder / ASL_FILE: self.machine.asl,
            folder / TEMPLATE_FILE: self.template,
            folder / GRAPH_FILE: self.graph,
            folder / PAGE_FILE: self.page,
        }


def compile_stack(machine: CompiledMachine) -> CompiledStack:
    """The template with the handlers' code, and the page. Raises FindingsError for handlers that cannot be folded."""
    program = machine.program
    template = assemble(program, machine.definition.root, machine.options)
    graph = render_svg(program.machine, name=program.name, names=resource_names(program))
    page = stack_page(program, GRAPH_FILE, template, machine.options.adjustments)
    return CompiledStack(machine, write_template(template), graph, page)


def find_leftovers(output: Path, definitions: Collection[Definition]) -> list[Path]:
    """The folders of `output` that were generated from a definition that is not there any more."""
    names = {definition.name for definition in definitions}
    return [
        page.parent
        for page in sorted(output.glob(f"*/{PAGE_FILE}"))
        if page.parent.name not in names and _is_ours(page)
    ]


def _is_ours(page: Path) -> bool:
    with page.open(encoding="utf-8", errors="replace") as lines:
        return GENERATED in (line.rstrip("\n") for line in islice(lines, 5))

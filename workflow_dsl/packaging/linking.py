"""Which statements of which modules the handler can reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workflow_dsl.packaging.module import Module
from workflow_dsl.packaging.statement import Need, Statement

Name = tuple[str, str]


@dataclass
class Linked:
    """What is kept, by module: statements, the imports they use from elsewhere, the renamed ones from within."""

    modules: dict[str, Module]
    statements: dict[str, set[Statement]] = field(default_factory=dict)
    outer: dict[str, set[str]] = field(default_factory=dict)
    renamed: dict[str, set[str]] = field(default_factory=dict)

    def in_order(self, module: Module) -> list[Statement]:
        """The kept statements of a module, as they were written."""
        return [statement for statement in module.statements if statement in self.statements[module.name]]

    def kept(self) -> list[Module]:
        """The modules of which something is kept."""
        return [module for module in self.modules.values() if self.statements[module.name] or self.renamed[module.name]]

    def uses(self, module: Module) -> set[str]:
        """The names that the kept statements of a module read."""
        return set().union(*(statement.uses for statement in self.statements[module.name]))


def link(modules: dict[str, Module], handler: Name) -> Linked:
    """Everything that the handler, a module and a name in it, needs to run, and what would run anyway."""
    linker = _Linker(modules)
    linker.reach(handler)
    for module in modules.values():
        for statement in module.statements:
            if statement.need is Need.ALWAYS:
                linker.keep(module, statement)
    while linker.keep_touching():
        pass
    return linker.linked


class _Linker:
    def __init__(self, modules: dict[str, Module]) -> None:
        self.linked = Linked(modules)
        for name in modules:
            self.linked.statements[name] = set()
            self.linked.outer[name] = set()
            self.linked.renamed[name] = set()
        self._modules = modules
        self._reached: set[Name] = set()

    def reach(self, start: Name) -> None:
        waiting = [start]
        while waiting:
            place = waiting.pop()
            if place not in self._reached:
                self._reached.add(place)
                waiting.extend(self._needed_by(place))

    def _needed_by(self, place: Name) -> Iterator[Name]:
        module, name = self._modules[place[0]], place[1]
        if name in module.outer:
            self.linked.outer[module.name].add(name)
        if name in module.inner:
            imported = module.inner[name]
            if imported.bound != imported.name:
                self.linked.renamed[module.name].add(name)
            yield imported.target
        for statement in module.statements:
            if name in statement.binds and statement not in self.linked.statements[module.name]:
                self.linked.statements[module.name].add(statement)
                yield from ((module.name, used) for used in statement.uses)

    def keep(self, module: Module, statement: Statement) -> None:
        self.linked.statements[module.name].add(statement)
        for used in statement.uses | statement.binds:
            self.reach((module.name, used))

    def keep_touching(self) -> bool:
        """Keep what changes something that is kept; False when there is nothing left to keep."""
        found = [
            (module, statement)
            for module in self._modules.values()
            for statement in module.statements
            if statement.need is Need.TOUCHES
            and statement not in self.linked.statements[module.name]
            and self._changes_what_is_kept(module, statement)
        ]
        for module, statement in found:
            self.keep(module, statement)
        return bool(found)

    def _changes_what_is_kept(self, module: Module, statement: Statement) -> bool:
        own = {*module.binds, *module.inner}
        if statement.is_definition:
            return any((module.name, name) in self._reached for name in statement.touches & own)
        if not statement.touches <= own:
            return True
        return any(self._is_reached(module, name) for name in statement.uses & own)

    def _is_reached(self, module: Module, name: str) -> bool:
        imported = module.inner.get(name)
        return (module.name, name) in self._reached or (imported is not None and imported.target in self._reached)

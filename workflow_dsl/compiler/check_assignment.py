"""Sixth pass: definite assignment. A variable that may be unset where it is read is an error, as in a compiled
language.

For each state the set of variables that are set on every way to it, kept as the bits of an int, so that 5,000 states
stay cheap."""

from workflow_dsl.compiler.check_reads import scopes_around
from workflow_dsl.compiler.draft import Draft, Edge, Read, ScopeDraft, StateDraft
from workflow_dsl.compiler.unset_route import describe_uncaught, describe_unset
from workflow_dsl.dsl import nodes
from workflow_dsl.dsl.steps import DistributedMap

_CAUGHT = 1


class Assigned:
    """The variables of one scope that are set for sure when a state is entered."""

    def __init__(self, scope: ScopeDraft) -> None:
        self._bits = {step: 1 << number for number, step in enumerate(scope.variables, 1)}
        self._scope = scope
        everything = (1 << (len(self._bits) + 1)) - 1
        self._entry = dict.fromkeys(scope.states, everything)
        if scope.start:
            self._solve()

    def is_set(self, state: StateDraft, step: object) -> bool:
        """Whether the output of `step` is set for sure where `state` begins."""
        return bool(self._entry[state.name] & self._bits[id(step)])

    def has_caught(self, state: StateDraft) -> bool:
        """Whether an error was caught for sure where `state` begins."""
        return bool(self._entry[state.name] & _CAUGHT)

    def after(self, state: StateDraft, edge: Edge) -> int:
        """What is set for sure behind an edge."""
        if edge.kind == "catch":
            return self._entry[state.name] | (0 if edge.keeps_caught else _CAUGHT)
        return self._entry[state.name] | self._bits.get(id(state.step), 0)

    def _solve(self) -> None:
        self._entry[self._scope.start] = 0
        pending = list(reversed(self._scope.states.values()))
        while pending:
            state = pending.pop()
            for edge in state.edges:
                before = self._entry.get(edge.target)
                if before is None:
                    continue
                narrowed = before & self.after(state, edge)
                if narrowed != before:
                    self._entry[edge.target] = narrowed
                    pending.append(self._scope.states[edge.target])


def check_assignment(draft: Draft) -> None:
    """WF204: a result may be unset where it is read; WF206: the caught error is read where none was caught for sure."""
    assigned = {id(scope): Assigned(scope) for scope in draft.scopes}
    for state in draft.states():
        for read in state.reads:
            if isinstance(read.node, nodes.OutputOf):
                _check_output(draft, assigned, state, read, read.node)
            elif isinstance(read.node, nodes.Caught):
                _check_caught(draft, assigned, state, read)


def _check_output(
    draft: Draft, assigned: dict[int, Assigned], state: StateDraft, read: Read, node: nodes.OutputOf
) -> None:
    for scope, holder in scopes_around(state):
        if id(node.step) not in scope.variables:
            continue
        if not assigned[id(scope)].is_set(holder, node.step):
            route, instead = describe_unset(scope, holder, draft.by_step[id(node.step)])
            problem = f'"{state.name}" reads the output of "{node.step.name}", which is unset {route}'
            draft.find("WF204", problem, instead, state.step.place(*read.argument))
        return


def _check_caught(draft: Draft, assigned: dict[int, Assigned], state: StateDraft, read: Read) -> None:
    apart: ScopeDraft | None = None
    for scope, holder in scopes_around(state):
        if assigned[id(scope)].has_caught(holder):
            if apart is not None and apart.container is not None:
                _report_apart(draft, state, read, apart.container)
                return
            state.caught = scope.caught
            _mark_catchers(scope, holder)
            return
        if apart is None and scope.container is not None and isinstance(scope.container.step, DistributedMap):
            apart = scope
    innermost, holder = next(iter(scopes_around(state)))
    route, instead = describe_uncaught(innermost, holder)
    problem = f'"{state.name}" reads the caught error, but it can be reached without an error being caught, {route}'
    draft.find("WF206", problem, instead, state.step.place(*read.argument))


def _report_apart(draft: Draft, state: StateDraft, read: Read, outer: StateDraft) -> None:
    problem = f'"{state.name}" reads the caught error, which the executions of "{outer.name}" cannot see'
    instead = f'hand it in: item={{...}} of "{outer.name}", and read the input of its flow'
    draft.find("WF207", problem, instead, state.step.place(*read.argument))


def _mark_catchers(scope: ScopeDraft, reader: StateDraft) -> None:
    """The catchers from which the reader can be reached without another catcher between keep the error."""
    before: dict[str, list[tuple[StateDraft, Edge]]] = {}
    for state in scope.states.values():
        for edge in state.edges:
            before.setdefault(edge.target, []).append((state, edge))
    seen, pending = {reader.name}, [reader.name]
    while pending:
        for state, edge in before.get(pending.pop(), ()):
            if edge.kind == "catch" and not edge.keeps_caught:
                scope.catchers_that_assign.add((state.name, int(edge.argument[1])))
            elif state.name not in seen:
                seen.add(state.name)
                pending.append(state.name)

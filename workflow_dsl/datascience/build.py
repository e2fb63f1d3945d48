"""States of the SDK from states of the language."""

from typing import Any

from workflow_dsl import asl
from workflow_dsl.datascience.sdk import Sdk
from workflow_dsl.naming import snake_case

_STRUCTURE = {"Type", "Next", "End", "Retry", "Catch", "Choices", "Default", "Branches", "Iterator"}


class Builder:
    """Builds the states of one machine, the innermost flows first."""

    def __init__(self, sdk: Sdk) -> None:
        self._sdk = sdk

    def build(self, machine: asl.StateMachine) -> Any:
        """The state that the machine starts at, wired to all the others."""
        flows: dict[int, Any] = {}
        scopes: list[asl.StateMachine | asl.Branch | asl.Processor] = [machine]
        for scope in scopes:
            for state in scope.States.values():
                scopes.extend(_inner(state))
        for scope in reversed(scopes):
            flows[id(scope)] = self._flow(scope, flows)
        return flows[id(machine)]

    def _flow(self, scope: asl.StateMachine | asl.Branch | asl.Processor, flows: dict[int, Any]) -> Any:
        made = {name: self._state(name, state, flows) for name, state in scope.States.items()}
        for name, state in scope.States.items():
            self._wire(made[name], state, made)
        return made[scope.StartAt]

    def _state(self, name: str, state: asl.State, flows: dict[int, Any]) -> Any:
        kind = getattr(self._sdk.states, state.Type)
        made = kind(name, **_fields(state, _STRUCTURE))
        if isinstance(state, asl.Map):
            made.attach_iterator(flows[id(state.processor)])
        elif isinstance(state, asl.Parallel):
            for branch in state.Branches:
                made.add_branch(flows[id(branch)])
        return made

    def _wire(self, made: Any, state: asl.State, states: dict[str, Any]) -> None:
        following = getattr(state, "Next", None)
        if following is not None:
            made.next(states[following])
        for retrier in getattr(state, "Retry", ()):
            made.add_retry(self._sdk.states.Retry(**_listed(_fields(retrier, set()))))
        for catcher in getattr(state, "Catch", ()):
            fields = _listed(_fields(catcher, {"Next"}))
            made.add_catch(self._sdk.states.Catch(next_step=states[catcher.Next], **fields))
        if isinstance(state, asl.Choice):
            for rule in state.Choices:
                made.add_choice(self._rule(rule), states[str(rule.Next)])
            if state.Default is not None:
                made.default_choice(states[state.Default])

    def _rule(self, rule: asl.ChoiceRule) -> Any:
        rules = self._sdk.rules
        match rule:
            case asl.And(And=parts):
                return rules.ChoiceRule.And([self._rule(part) for part in parts])
            case asl.Or(Or=parts):
                return rules.ChoiceRule.Or([self._rule(part) for part in parts])
            case asl.Not(Not=part):
                return rules.ChoiceRule.Not(self._rule(part))
            case asl.Comparison():
                return rules.Rule(rule.Variable, rule.operator, rule.operand)
        raise AssertionError(f"JSONata was refused before: {rule!r}")


def _inner(state: asl.State) -> list[asl.Branch | asl.Processor]:
    if isinstance(state, asl.Map):
        return [state.processor]
    return list(state.Branches) if isinstance(state, asl.Parallel) else []


def _fields(described: asl.AslObject, without: set[str]) -> dict[str, Any]:
    """The fields that were given, by the SDK's names: InputPath is input_path."""
    given = {name for name in described.model_fields_set if name not in without}
    return {snake_case(name): getattr(described, name) for name in type(described).model_fields if name in given}


def _listed(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}

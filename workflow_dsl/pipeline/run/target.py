"""What is run: a compiled template, and what the definition says about its local runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workflow_dsl.diagnostics import suggest
from workflow_dsl.local import LocalSetup, Scenario
from workflow_dsl.pipeline.run.errors import RunInputError
from workflow_dsl.pipeline.zips import Zips


@dataclass(frozen=True, slots=True)
class Target:
    """A workflow to run. `contract` is the pydantic type of the execution's input, None for any; `zips` are those that
    the template names.
    """

    name: str
    template: str
    setup: LocalSetup = field(default_factory=LocalSetup)
    scenarios: tuple[Scenario, ...] = ()
    contract: Any = None
    zips: Zips = field(default_factory=Zips)

    def scenario(self, name: str) -> Scenario:
        """The scenario of this name. Raises RunInputError with the names that there are."""
        for scenario in self.scenarios:
            if scenario.name == name:
                return scenario
        raise RunInputError(_unknown_scenario(self, name))


def _unknown_scenario(target: Target, name: str) -> str:
    names = [scenario.name for scenario in target.scenarios]
    if not names:
        return f"{target.name} has no scenarios; write them in definitions/{target.name}/scenarios.py, or use --input"
    meant = suggest(name, names)
    question = f"did you mean {meant}? " if meant else ""
    told = "\n".join(f"  {scenario.name:<24} {scenario.about}" for scenario in target.scenarios)
    return f'no scenario of {target.name} is named "{name}"; {question}there are:\n{told}'

"""Load what is run: the compiled template, the contract of its input, its scenarios."""

from __future__ import annotations

from pathlib import Path

from workflow_dsl.diagnostics import suggest
from workflow_dsl.pipeline.run.errors import RunInputError
from workflow_dsl.pipeline.run.target import Target, load_scenarios


def load_target(name: str, project: Path) -> Target:
    """The target of this name. Raises RunInputError when there is none."""
    template = project / "infra" / name / "template.yaml"
    if not template.exists():
        raise RunInputError(_unknown(name, project))
    setup, scenarios = load_scenarios(name, project)
    return Target(name, template.read_text(encoding="utf-8"), setup, scenarios)


def _unknown(name: str, project: Path) -> str:
    known = sorted(found.parent.name for found in project.glob("infra/*/template.yaml"))
    meant = suggest(name, known)
    instead = f"did you mean {meant}?" if meant else f"there are: {', '.join(known) or 'none'}"
    return f'no workflow is named "{name}"; {instead}'

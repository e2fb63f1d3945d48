"""Check a program that was just compiled: what `compile` needs, and nothing that takes longer to load."""

import linecache
from pathlib import Path
from typing import Any

from workflow_dsl.checks import Settings, check_program, suppress
from workflow_dsl.diagnostics import Finding
from workflow_dsl.packaging import read_source
from workflow_dsl.permissions import Adjustments
from workflow_dsl.program import Program
from workflow_dsl.project import TargetError

_TABLE = "tool.workflow_dsl"


def check_compiled(
    program: Program, root: Path, adjustments: Adjustments | None = None, *, handlers: bool = False
) -> list[Finding]:
    """What is wrong with a program that was just compiled, without what its author has left with a reason.

    A Finding of severity ERROR refuses the workflow. With `handlers` their sources are read too: before a run, before a
    deployment and in `compile --check`, which can wait for it.
    """
    findings = check_program(program, read_source(root) if handlers else None, adjustments)
    files = dict.fromkeys([program.file, *(site.file for site in program.sources.values())])
    return suppress(findings, linecache.getlines, project_settings(root), root=str(root), files=files)


def project_settings(root: Path, settings: Settings | None = None) -> Settings:
    """The settings, with the project's own table of what it ignores. Raises TargetError when the table is no table."""
    chosen = settings or Settings()
    file = root / "pyproject.toml"
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return chosen
    # Reading TOML takes longer than looking whether there is anything to read.
    ours = _ours(file, text) if _TABLE in text else {}
    if others := sorted(set(ours) - {"ignore"}):
        raise TargetError(f"{file.name}: [{_TABLE}] has no setting {', '.join(map(repr, others))}; it has 'ignore'")
    ignored = ours.get("ignore", {})
    if not isinstance(ignored, dict) or not all(
        isinstance(reason, str) and reason.strip() for reason in ignored.values()
    ):
        raise TargetError(f'{file.name}: [{_TABLE}.ignore] wants a reason for each code, as WF306 = "why"')
    return chosen._replace(reasons=ignored)


def _ours(file: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool", {})
    except ValueError as error:
        raise TargetError(f"{file.name}: not TOML: {error}; mend it, or nobody knows what is ignored") from error
    ours = tool.get("workflow_dsl", {})
    return ours if isinstance(ours, dict) else {"": ours}

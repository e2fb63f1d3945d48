"""Whether a run ended as its scenario says."""

from __future__ import annotations

from workflow_dsl.local import Scenario
from workflow_dsl.pipeline.run.single import RunReport


def unexpected(scenario: Scenario, report: RunReport) -> list[str]:
    """What is not as the scenario says: one sentence for each execution and each tally."""
    problems = []
    for name, end in report.ends.items():
        if end.status != scenario.status:
            problems.append(f"execution {name} ended {end.status} ({end.error or 'no error'}), not {scenario.status}")
        elif scenario.error is not None and end.error != scenario.error:
            problems.append(f"execution {name} failed with {end.error or 'no error'}, not {scenario.error}")
    problems += [f"{tally.label}: {tally.count}, not {tally.expected}" for tally in report.tallies if not tally.holds]
    return problems

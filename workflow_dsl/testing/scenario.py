"""Scenarios and the setup of local runs, for `definitions/<name>/scenarios.py`."""

from workflow_dsl.local import Double, LocalSetup, Scenario, Tally

__all__ = ["Double", "LocalSetup", "Scenario", "Tally"]

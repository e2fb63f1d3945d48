"""Scenarios and the setup of local runs, for `definitions/<name>/scenarios.py`."""

from workflow_dsl.local import Double, LocalSetup, LocalStack, Rows, Scenario, Tally

__all__ = ["Double", "LocalSetup", "LocalStack", "Rows", "Scenario", "Tally"]

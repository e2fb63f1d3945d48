"""What a user's own tests and local runs import: scenarios, and the setup of local runs.

In: nothing. Out: `Scenario`, `LocalSetup`, `LocalStack`, `Tally`, `Rows`, `Double`. Touches: nothing.
"""

from workflow_dsl.local import Double, LocalSetup, LocalStack, Rows, Scenario, Tally

__all__ = ["Double", "LocalSetup", "LocalStack", "Rows", "Scenario", "Tally"]

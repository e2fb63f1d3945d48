"""Break a workflow on the emulator, in every place and many ways, and check what must hold all the same.

In: a `Target`, and a `ChaosSetup` that says how its work is made and what must hold. Out: a `Report` of cases,
executions, faults that happened and violations. Touches: emulators of its own, a temporary folder, and the double of
the set-up; never an emulator that is kept, and never AWS.
"""

from workflow_dsl.testing.chaos.evidence import CUT_OFF, Execution, Invariant, Outcome, RowChange, Violation, Whole
from workflow_dsl.testing.chaos.fault import Case, CaseTextError, OutsideFault, PointFault, read_case
from workflow_dsl.testing.chaos.inject import PATIENT, ZOMBIES, Edit, EditError, Timing
from workflow_dsl.testing.chaos.load import load_chaos
from workflow_dsl.testing.chaos.names import known_as
from workflow_dsl.testing.chaos.plan import Where
from workflow_dsl.testing.chaos.proof import Chaos, Watch
from workflow_dsl.testing.chaos.report import Failure, FamilyResult, MutantResult, Report
from workflow_dsl.testing.chaos.setup import ChaosSetup, InvocationError, Invoke, Mutant, Settling
from workflow_dsl.testing.chaos.stage import Stage, open_stage

__all__ = [
    "CUT_OFF",
    "PATIENT",
    "ZOMBIES",
    "Case",
    "Chaos",
    "CaseTextError",
    "ChaosSetup",
    "Edit",
    "EditError",
    "Execution",
    "Failure",
    "FamilyResult",
    "Invariant",
    "InvocationError",
    "Invoke",
    "Mutant",
    "MutantResult",
    "Outcome",
    "OutsideFault",
    "PointFault",
    "Report",
    "RowChange",
    "Settling",
    "Stage",
    "Timing",
    "Violation",
    "Watch",
    "Where",
    "Whole",
    "known_as",
    "load_chaos",
    "open_stage",
    "read_case",
]

"""The emulator on this machine: start, find and stop it, and fit a template to it.

In: a port, a template (CloudFormation, as a dictionary). Out: `Emulator`, `LocalTemplate`; `Scenario` and `LocalSetup`,
with which a definition says how it is run here. Touches: processes (one emulator and the Lambda functions it runs, on
127.0.0.1 only), a temporary folder, and `.workflow_dsl/` of the project for an emulator that is kept between runs.
Imports neither boto3 nor the emulator.
"""

from workflow_dsl.local.differences import CALLBACK_REASON, Change
from workflow_dsl.local.emulator import Emulator, OwnEmulator
from workflow_dsl.local.errors import (
    EmulatorGoneError,
    EmulatorMissingError,
    EmulatorStartError,
    LocalError,
    PortTakenError,
)
from workflow_dsl.local.kept import KEPT_WAIT_SCALE, STATE_FOLDER, find_kept, keep_down, keep_up, leave_out_of_git
from workflow_dsl.local.overlay import CODE_BUCKET, LocalTemplate, fit_to_emulator
from workflow_dsl.local.ports import is_free
from workflow_dsl.local.scenario import Double, LocalSetup, LocalStack, Rows, Scenario, Tally, takes

__all__ = [
    "CALLBACK_REASON",
    "CODE_BUCKET",
    "KEPT_WAIT_SCALE",
    "STATE_FOLDER",
    "Change",
    "Double",
    "Emulator",
    "EmulatorGoneError",
    "EmulatorMissingError",
    "EmulatorStartError",
    "LocalError",
    "LocalSetup",
    "LocalStack",
    "LocalTemplate",
    "OwnEmulator",
    "PortTakenError",
    "Rows",
    "Scenario",
    "Tally",
    "find_kept",
    "fit_to_emulator",
    "is_free",
    "keep_down",
    "keep_up",
    "leave_out_of_git",
    "takes",
]

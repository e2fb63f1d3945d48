"""Faults of a template that CloudFormation and the usual scanners accept: `find_faults(template) -> faults`.

In: a template as JSON has it, generated or anybody's. Out: a `Fault` for each thing that a careful reviewer would
refuse, with the logical id where it is. Pure.
"""

from workflow_dsl.stack.faults.fault import Fault
from workflow_dsl.stack.faults.find import find_faults

__all__ = ["Fault", "find_faults"]

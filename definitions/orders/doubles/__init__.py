"""What stands around order fulfilment in tests and local runs, never in production: a carrier, people who approve.

In: HTTP on 127.0.0.1, the queue of approvals. Out: the carrier's answers, answers to approvals. Touches one socket, and
the stack on the emulator that it is told of.
"""

from definitions.orders.doubles.approvers import Approvers
from definitions.orders.doubles.carrier import Carrier
from definitions.orders.doubles.surroundings import Surroundings

__all__ = ["Approvers", "Carrier", "Surroundings"]

"""What follows from a program: where every failure of every step goes.

In: a `Program`. Out: values that a page or a command shows. Pure.
"""

from workflow_dsl.consequences.failure_routes import FailureRoute, failure_routes

__all__ = ["FailureRoute", "failure_routes"]

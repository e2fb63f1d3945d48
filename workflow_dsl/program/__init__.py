"""Programs: the frozen hand-over value between the compiler and every back-end.

In: a state machine, its resources, and where each state was written. Out: one `Program`. Pure; knows `asl` and
`resources`, and neither the DSL nor any back-end."""

from workflow_dsl.program.program import Program, Substitution

__all__ = ["Program", "Substitution"]

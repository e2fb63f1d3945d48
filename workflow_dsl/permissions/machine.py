"""What the role of a state machine may do."""

from collections.abc import Iterator

from workflow_dsl.asl import Map, StatePath, Task, walk
from workflow_dsl.permissions.distributed_map import map_needs
from workflow_dsl.permissions.functions import granted
from workflow_dsl.permissions.statement import ANYTHING, ENCRYPTION_KEY, Statement, Target
from workflow_dsl.permissions.tables import support
from workflow_dsl.permissions.tasks import task_needs
from workflow_dsl.program import Program
from workflow_dsl.source import CallSite


def machine_statements(program: Program) -> Iterator[Statement]:
    """What each state calls, what it was granted beside that, and what Step Functions does in the machine's name."""
    for path, state in walk(program.machine):
        sites = _sites(program, path)
        grants = program.grants.get(path, ())
        if isinstance(state, Task):
            reason = f'state "{path}" calls {state.Resource.rpartition(":::")[2]}'
            for need in task_needs(program, state, has_grants=bool(grants)):
                yield Statement(need.actions, need.targets, reason, sites, passed_to=need.passed_to)
        if isinstance(state, Map):
            for need in map_needs(program, state):
                yield Statement(need.actions, need.targets, f'state "{path}" is a distributed Map', sites)
        for grant in grants:
            yield granted(program, grant, f'state "{path}" is granted it')
    support_targets = {"logs": ANYTHING, "traces": ANYTHING, "encryption": Target(ENCRYPTION_KEY)}
    for what, (actions, told) in support("machine").items():
        yield Statement(actions, (support_targets[what],), told, in_its_name=True)


def _sites(program: Program, path: StatePath) -> tuple[CallSite, ...]:
    site = program.sources.get(path)
    return () if site is None else (site,)

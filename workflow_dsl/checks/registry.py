"""Every rule, in the order of the codes: a new rule is a file and a line here."""

from typing import Final

from workflow_dsl.checks.failures.all_beside_others import AllBesideOthers
from workflow_dsl.checks.failures.catcher_never_matches import CatcherNeverMatches
from workflow_dsl.checks.failures.effect_without_key import EffectWithoutKey
from workflow_dsl.checks.failures.failure_without_route import FailureWithoutRoute
from workflow_dsl.checks.failures.heartbeat_not_below_timeout import HeartbeatNotBelowTimeout
from workflow_dsl.checks.failures.no_timeout import NoTimeout
from workflow_dsl.checks.failures.no_transient_retry import NoTransientRetry
from workflow_dsl.checks.failures.retrier_never_matches import RetrierNeverMatches
from workflow_dsl.checks.failures.retries_outlast_machine import RetriesOutlastMachine
from workflow_dsl.checks.failures.terminal_error_retried import TerminalErrorRetried
from workflow_dsl.checks.failures.timeouts_do_not_nest import TimeoutsDoNotNest
from workflow_dsl.checks.failures.unknown_states_error import UnknownStatesError
from workflow_dsl.checks.flow.choice_without_default import ChoiceWithoutDefault
from workflow_dsl.checks.flow.dangling_target import DanglingTarget
from workflow_dsl.checks.flow.duplicate_state_name import DuplicateStateName
from workflow_dsl.checks.flow.join_skips_a_step import JoinSkipsAStep
from workflow_dsl.checks.flow.loop_without_wait import LoopWithoutWait
from workflow_dsl.checks.flow.no_way_to_an_end import NoWayToAnEnd
from workflow_dsl.checks.flow.rule_never_reached import RuleNeverReached
from workflow_dsl.checks.flow.unreachable_state import UnreachableState
from workflow_dsl.checks.rule import AnyRule, Rule, TemplateRule

RULES: Final[tuple[Rule, ...]] = (
    UnreachableState(),
    DanglingTarget(),
    DuplicateStateName(),
    NoWayToAnEnd(),
    LoopWithoutWait(),
    JoinSkipsAStep(),
    ChoiceWithoutDefault(),
    RuleNeverReached(),
    CatcherNeverMatches(),
    RetrierNeverMatches(),
    AllBesideOthers(),
    TerminalErrorRetried(),
    NoTransientRetry(),
    NoTimeout(),
    HeartbeatNotBelowTimeout(),
    RetriesOutlastMachine(),
    TimeoutsDoNotNest(),
    EffectWithoutKey(),
    UnknownStatesError(),
    FailureWithoutRoute(),
)
"""Rules about state machines."""

TEMPLATE_RULES: Final[tuple[TemplateRule, ...]] = (
)
"""Rules about CloudFormation templates."""

EVERY_RULE: Final[tuple[AnyRule, ...]] = (*RULES, *TEMPLATE_RULES)

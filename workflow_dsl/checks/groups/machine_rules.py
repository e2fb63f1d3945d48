"""Rules about every state machine, in the order of the codes."""

from typing import Final

from workflow_dsl.checks.data.comparison_never_true import ComparisonNeverTrue
from workflow_dsl.checks.data.item_out_of_place import ItemOutOfPlace
from workflow_dsl.checks.data.jsonata_syntax import JsonataSyntax
from workflow_dsl.checks.data.no_context import NoContext
from workflow_dsl.checks.data.other_language import OtherLanguage
from workflow_dsl.checks.data.payload_does_not_fit import PayloadDoesNotFit
from workflow_dsl.checks.data.shadowed_variable import ShadowedVariable
from workflow_dsl.checks.data.states_field import StatesField
from workflow_dsl.checks.data.unknown_contract_field import UnknownContractField
from workflow_dsl.checks.data.unknown_function import UnknownFunction
from workflow_dsl.checks.data.unknown_variable import UnknownVariable
from workflow_dsl.checks.data.unset_variable import UnsetVariable
from workflow_dsl.checks.data.wrong_argument_count import WrongArgumentCount
from workflow_dsl.checks.data.wrong_variable_name import WrongVariableName
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
from workflow_dsl.checks.flow.join_skips_a_step import JoinSkipsAStep
from workflow_dsl.checks.flow.loop_without_wait import LoopWithoutWait
from workflow_dsl.checks.flow.no_way_to_an_end import NoWayToAnEnd
from workflow_dsl.checks.flow.rule_never_reached import RuleNeverReached
from workflow_dsl.checks.limits.awkward_name import AwkwardName
from workflow_dsl.checks.limits.concurrency_above_limit import ConcurrencyAboveLimit
from workflow_dsl.checks.limits.history_too_long import HistoryTooLong
from workflow_dsl.checks.limits.longer_than_allowed import LongerThanAllowed
from workflow_dsl.checks.limits.payload_too_large import PayloadTooLarge
from workflow_dsl.checks.limits.variable_too_large import VariableTooLarge
from workflow_dsl.checks.privacy.sensitive_in_state import SensitiveInState
from workflow_dsl.checks.privacy.sensitive_published import SensitivePublished
from workflow_dsl.checks.rule import Rule
from workflow_dsl.checks.services.callback_without_token import CallbackWithoutToken
from workflow_dsl.checks.services.malformed_resource import MalformedResource
from workflow_dsl.checks.services.missing_argument import MissingArgument
from workflow_dsl.checks.services.misspelt_error_name import MisspeltErrorName
from workflow_dsl.checks.services.refused_by_express import RefusedByExpress
from workflow_dsl.checks.services.unknown_action import UnknownAction
from workflow_dsl.checks.services.unknown_argument import UnknownArgument
from workflow_dsl.checks.services.unsupported_pattern import UnsupportedPattern

RULES: Final[tuple[Rule, ...]] = (
    NoWayToAnEnd(),
    LoopWithoutWait(),
    JoinSkipsAStep(),
    ChoiceWithoutDefault(),
    RuleNeverReached(),
    UnknownContractField(),
    UnsetVariable(),
    JsonataSyntax(),
    UnknownFunction(),
    WrongArgumentCount(),
    UnknownVariable(),
    NoContext(),
    StatesField(),
    OtherLanguage(),
    WrongVariableName(),
    ShadowedVariable(),
    PayloadDoesNotFit(),
    ComparisonNeverTrue(),
    ItemOutOfPlace(),
    SensitiveInState(),
    SensitivePublished(),
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
    UnknownAction(),
    UnknownArgument(),
    MissingArgument(),
    UnsupportedPattern(),
    MisspeltErrorName(),
    RefusedByExpress(),
    CallbackWithoutToken(),
    MalformedResource(),
    PayloadTooLarge(),
    HistoryTooLong(),
    AwkwardName(),
    VariableTooLarge(),
    ConcurrencyAboveLimit(),
    LongerThanAllowed(),
)

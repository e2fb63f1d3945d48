"""Rules about CloudFormation templates, in the order of the codes."""

from typing import Final

from workflow_dsl.checks.rule import TemplateRule
from workflow_dsl.checks.stack.alerts_without_reader import AlertsWithoutReader
from workflow_dsl.checks.stack.api_without_policy import ApiWithoutPolicy
from workflow_dsl.checks.stack.broken_dashboard import BrokenDashboard
from workflow_dsl.checks.stack.data_not_kept import DataNotKept
from workflow_dsl.checks.stack.execution_data_logged import ExecutionDataLogged
from workflow_dsl.checks.stack.failures_not_watched import FailuresNotWatched
from workflow_dsl.checks.stack.function_switched_off import FunctionSwitchedOff
from workflow_dsl.checks.stack.key_not_rotated import KeyNotRotated
from workflow_dsl.checks.stack.log_kept_forever import LogKeptForever
from workflow_dsl.checks.stack.messages_lost import MessagesLost
from workflow_dsl.checks.stack.missing_permission import MissingPermission
from workflow_dsl.checks.stack.no_dead_letters import NoDeadLetters
from workflow_dsl.checks.stack.no_execution_log import NoExecutionLog
from workflow_dsl.checks.stack.no_recovery import NoRecovery
from workflow_dsl.checks.stack.not_encrypted_with_key import NotEncryptedWithKey
from workflow_dsl.checks.stack.open_api import OpenApi
from workflow_dsl.checks.stack.open_invoke_permission import OpenInvokePermission
from workflow_dsl.checks.stack.open_policy import OpenPolicy
from workflow_dsl.checks.stack.open_topic import OpenTopic
from workflow_dsl.checks.stack.plain_http import PlainHttp
from workflow_dsl.checks.stack.plain_secret import PlainSecret
from workflow_dsl.checks.stack.plain_transport import PlainTransport
from workflow_dsl.checks.stack.silent_alarm import SilentAlarm
from workflow_dsl.checks.stack.tracing_off import TracingOff
from workflow_dsl.checks.stack.trusting_role import TrustingRole
from workflow_dsl.checks.stack.unchecked_body import UncheckedBody
from workflow_dsl.checks.stack.unlimited_api import UnlimitedApi
from workflow_dsl.checks.stack.unpinned_code import UnpinnedCode
from workflow_dsl.checks.stack.unresolved_substitution import UnresolvedSubstitution
from workflow_dsl.checks.stack.version_not_kept import VersionNotKept
from workflow_dsl.checks.stack.wildcard_permission import WildcardPermission

RULES: Final[tuple[TemplateRule, ...]] = (
    NoExecutionLog(),
    ExecutionDataLogged(),
    TracingOff(),
    UnpinnedCode(),
    NotEncryptedWithKey(),
    PlainTransport(),
    OpenPolicy(),
    OpenTopic(),
    WildcardPermission(),
    TrustingRole(),
    OpenInvokePermission(),
    DataNotKept(),
    NoRecovery(),
    LogKeptForever(),
    NoDeadLetters(),
    OpenApi(),
    UncheckedBody(),
    UnlimitedApi(),
    FailuresNotWatched(),
    SilentAlarm(),
    BrokenDashboard(),
    MissingPermission(),
    PlainSecret(),
    FunctionSwitchedOff(),
    UnresolvedSubstitution(),
    AlertsWithoutReader(),
    PlainHttp(),
    MessagesLost(),
    KeyNotRotated(),
    ApiWithoutPolicy(),
    VersionNotKept(),
)

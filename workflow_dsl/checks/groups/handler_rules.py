"""Rules about the sources of handlers, in the order of the codes."""

from typing import Final

from workflow_dsl.checks.handlers.client_timeout import ClientTimeout
from workflow_dsl.checks.handlers.error_never_raised import ErrorNeverRaised
from workflow_dsl.checks.handlers.error_without_route import ErrorWithoutRoute
from workflow_dsl.checks.handlers.event_contract import EventContract
from workflow_dsl.checks.handlers.handler_not_found import HandlerNotFound
from workflow_dsl.checks.handlers.handler_signature import HandlerSignature
from workflow_dsl.checks.handlers.result_contract import ResultContract
from workflow_dsl.checks.handlers.standard_module_taken import StandardModuleTaken
from workflow_dsl.checks.privacy.sensitive_logged import SensitiveLogged
from workflow_dsl.checks.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    SensitiveLogged(),
    HandlerNotFound(),
    HandlerSignature(),
    EventContract(),
    ErrorNeverRaised(),
    ErrorWithoutRoute(),
    ResultContract(),
    ClientTimeout(),
    StandardModuleTaken(),
)

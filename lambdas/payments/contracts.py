"""What the steps of the payment workflow say to each other, on the wire in camelCase.

Handlers and definitions share these models. A new field gets a default and the highest version grows by one, so that
executions which started under the previous definition are still understood.

Each time-out is longer than what runs inside it, so that the inner one always fires first. Stripe keeps an
Idempotency-Key for at least 24 hours; the key window leaves two of them for the time that a state can be old.
`STATUS_INDEX` (partition key status, sort key timestamp) is how the reconciler finds payments left open. Of those that
ended, `UNTOLD_INDEX` (partition key untold) has only the ones whose customer was not told: looking costs what it finds.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

HTTP_TIMEOUT_SECONDS = 10
LAMBDA_TIMEOUT_SECONDS = 30
STATE_TIMEOUT_SECONDS = 40
MACHINE_TIMEOUT_SECONDS = 3600
KEY_WINDOW_SECONDS = 22 * 3600
MAX_BODY_LENGTH = 8192
STATUS_INDEX = "StatusByTime"
UNTOLD_INDEX = "UntoldByTime"
UNTOLD = "YES"

Identifier = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,80}$")]
FinalStatus = Literal["COMPLETED", "DECLINED", "REJECTED", "UNKNOWN"]


class PaymentInvalid(Exception):
    """The request breaks the contract; terminal, nothing was charged."""


class PaymentConflict(Exception):
    """Another request was made under the same paymentId; terminal, nothing was charged for this one."""


class PaymentInProgress(Exception):
    """Another execution owns the payment and has not ended it; ask again later."""


class PaymentAlreadyFailed(Exception):
    """Another execution owns the payment and ended it without success; terminal."""


class PaymentDeclined(Exception):
    """The card's bank refused the payment for good; terminal, nothing was charged."""


class GatewayRefused(PaymentDeclined):
    """The gateway does not take what it was asked for, whatever the card: our set-up or our amounts, for people to look
    at; terminal, nothing was charged."""


class PaymentUnknown(Exception):
    """Nobody can tell now whether the payment was charged; terminal, settled later by asking the gateway."""


class GatewayUnavailable(Exception):
    """The gateway did not do the work; try again with the same key."""


class GatewayThrottled(Exception):
    """The gateway asks for fewer requests; try again with the same key."""


class GatewayTimeout(Exception):
    """No readable answer came back, so the payment may be charged; try again with the same key, never another."""


class IdempotencyConflict(Exception):
    """The gateway knows the key with other parameters; terminal, for people to look at."""


class StatusConflict(Exception):
    """The row belongs to another execution or has another outcome; terminal, nothing was written."""


class Contract(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid",
                              strict=True, hide_input_in_errors=True)  # fmt: skip
    contract_version: Annotated[int, Field(ge=1, le=1)] = 1


class StepRequest(Contract):
    """What every step is told: which execution asks, and when by the state machine's clock (not by a Lambda's).

    `requestedAt` is ISO 8601 in UTC. In a redriven execution it must not be earlier than the redrive.
    """

    execution_arn: str
    requested_at: str


class PaymentRequest(Contract):
    """The workflow's input; `amountMinor` counts minor units (cents for EUR; fils for KWD, of which the gateway takes
    tens only), `paymentMethod` is a token."""

    payment_id: Identifier
    amount_minor: Annotated[int, Field(gt=0, le=99_999_999)]
    currency: str
    customer_id: Identifier
    payment_method: Identifier


class ValidateRequest(StepRequest):
    payment: PaymentRequest


class ValidatedPayment(Contract):
    """CLAIMED: this execution owns the payment. COMPLETED: its owner has already charged it, as `chargeId`."""

    outcome: Literal["CLAIMED", "COMPLETED"]
    payment_id: str
    amount_minor: int
    currency: str
    customer_id: str
    payment_method: str
    charge_id: str | None = None


class ChargeRequest(StepRequest):
    payment_id: str
    amount_minor: int
    currency: str
    payment_method: str


class ChargeResult(Contract):
    payment_id: str
    charge_id: str
    retries: int


class TransactionRecord(StepRequest):
    payment_id: str
    status: FinalStatus
    charge_id: str | None = None
    error_reason: str | None = None


class StoredTransaction(Contract):
    """`status` is what the row says now; `recorded` is False when the row belongs to another execution."""

    payment_id: str
    status: str
    recorded: bool


class NotificationRequest(StepRequest):
    payment_id: str


class CustomerNotification(Contract):
    """The message to the customer. UNKNOWN may be followed by another outcome, and no other outcome ever is.

    What was rejected before it was claimed has neither customer nor amount.
    """

    payment_id: str
    outcome: FinalStatus
    customer_id: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
    exponent: int | None = None
    charge_id: str | None = None
    error_reason: str | None = None


class NotifiedCustomer(Contract):
    """`messageId` is None when there is nothing to tell: the customer was told before, the payment has no outcome that
    is recorded, or it belongs to another execution."""

    payment_id: str
    message_id: str | None


class ReconcileRequest(BaseModel):
    """The scheduled event; `time` is the scheduler's clock, ISO 8601 in UTC. Its other fields are left alone."""

    time: str


class ReconcileReport(Contract):
    """How many payments were settled, and how many stay open because the gateway does not show how they ended."""

    settled: int
    open: int

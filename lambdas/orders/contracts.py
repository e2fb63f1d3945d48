"""What the steps of order fulfilment say to each other, on the wire in camelCase.

Handlers and definitions share these models. Each time-out is longer than what runs inside of it, so that the inner one
always fires first. `part` tells the rows of one order apart: the order itself, a line of it, its invoice.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

HTTP_TIMEOUT_SECONDS = 5
LAMBDA_TIMEOUT_SECONDS = 20
STATE_TIMEOUT_SECONDS = 30
ORDER_PART = "ORDER"
INVOICE_PART = "INVOICE"

Identifier = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,80}$")]


class OrderInvalid(Exception):
    """The order breaks the contract; terminal, nothing was done for it."""


class OrderTaken(Exception):
    """Another execution or another order has this orderId, or it has ended; terminal, nothing was done."""


class OutOfStock(Exception):
    """There is not enough of an article; terminal."""


class OrderClosed(Exception):
    """The line was released, so it is not reserved any more; terminal."""


class StockBusy(Exception):
    """Others are writing to the same row; try again."""


class OrderRejected(Exception):
    """A person said no to the order; terminal."""


class CarrierRefused(Exception):
    """The carrier will not take the shipment; terminal."""


class CarrierUnavailable(Exception):
    """The carrier gave no clear answer; try again, it knows the order by its id."""


class Contract(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid",
                              hide_input_in_errors=True)  # fmt: skip


class Line(Contract):
    """`unitPriceMinor` counts minor units (cents for EUR)."""

    sku: Identifier
    quantity: Annotated[int, Field(ge=1, le=1000)]
    unit_price_minor: Annotated[int, Field(ge=0, le=99_999_999)]


class Order(Contract):
    """The workflow's input. `addressId` names an address of the customer: no personal data gets into a history."""

    order_id: Identifier
    customer_id: Identifier
    address_id: Identifier
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    lines: Annotated[list[Line], Field(min_length=1, max_length=40)]

    @model_validator(mode="after")
    def _one_line_per_article(self) -> Self:
        if len({line.sku for line in self.lines}) < len(self.lines):
            raise ValueError("an article stands in two lines")
        return self


class AcceptRequest(Contract):
    """Which execution asks, and when by the state machine's clock: ISO 8601 in UTC."""

    execution_arn: str
    requested_at: str
    order: Order


class AcceptedOrder(Contract):
    order_id: str
    total_minor: int


class ReserveRequest(Contract):
    order_id: str
    sku: str
    quantity: int


class ReservedLine(Contract):
    sku: str
    quantity: int


class ReleaseRequest(Contract):
    order_id: str
    sku: str


class ReleasedLine(Contract):
    """`quantity` is what went back into stock with this call."""

    sku: str
    quantity: int


class BookingRequest(Contract):
    order_id: str
    address_id: str


class Booking(Contract):
    order_id: str
    tracking_number: str


class CancelRequest(Contract):
    order_id: str


class CancelledBooking(Contract):
    order_id: str


class ApprovalRequest(Contract):
    """What people are asked, on the queue of approvals; `taskToken` is for the answer."""

    order_id: str
    customer_id: str
    total_minor: int
    currency: str
    task_token: str


class ApprovalAnswer(Contract):
    """The body of POST /approvals. LATER says that somebody is looking at it, and gives them another day."""

    order_id: Identifier
    task_token: Annotated[str, Field(min_length=1, max_length=2048)]
    decision: Literal["APPROVED", "REJECTED", "LATER"]
    reason: Annotated[str, Field(max_length=500)] = ""

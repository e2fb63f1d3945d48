"""Broken handlers and definitions of order fulfilment: each must be caught, by the invariant that it names."""

from definitions.orders import resources
from definitions.orders.chaos import unreachable
from workflow_dsl.testing.chaos import Edit, Mutant

MACHINE = "StepFunctionsStateMachineOrderFulfilment"
ACCEPT = "LambdaFunctionAcceptOrder"
RESERVE = "LambdaFunctionReserveLine"
RELEASE = "LambdaFunctionReleaseLine"
CLAIM = "attribute_not_exists(orderId) OR (executionArn = :owner AND #status = :open)"
ALERTS = resources.alerts.logical_id


def first_line_only(state: str) -> Edit:
    """A Map that forgets all lines but the first."""
    items = f'"{state}": {{"Type": "Map", "Items": "{{% '
    lines = "$states.context.Execution.Input.lines"
    return Edit(MACHINE, f"{items}{lines} ", f"{items}[{lines}[0]] ")


mutants = [
    Mutant(
        name="first-line-only-reserved",
        about="only the first line of an order is reserved",
        edits=[first_line_only("ReserveStock")],
        cases=["nothing"] * 3,
        caught_by="O1",
    ),
    Mutant(
        name="undo-forgets-the-invoice",
        about="a refused shipment is undone from the stock on",
        edits=[Edit(MACHINE, '"Next": "VoidInvoice"', '"Next": "CancelCarrier"')],
        cases=["outside:carrier-refuses"] * 3,
        caught_by="O2",
    ),
    Mutant(
        name="stock-stays-away",
        about="a released line does not go back into the stock",
        edits=[Edit(RELEASE, "change_stock(request.sku, quantity)", "change_stock(request.sku, 0)")],
        cases=["outside:carrier-refuses"] * 3,
        caught_by="O7",
    ),
    Mutant(
        name="reserved-again",
        about="a line that is tried again takes its stock again",
        edits=[Edit(RESERVE, "attribute_not_exists(orderId)", "attribute_not_exists(nobody)")],
        cases=["crash:ReserveLine.dynamodb.TransactWriteItems.1.after:once"] * 3,
        caught_by="O7",
    ),
    Mutant(
        name="no-claim",
        about="every execution gets the order",
        edits=[Edit(ACCEPT, CLAIM, "attribute_not_exists(nobody) OR (executionArn = :owner AND #status = :open)")],
        cases=["duplicates:3"] * 4,
        caught_by="O8",
    ),
    Mutant(
        name="late-claim",
        about="a claim that comes late opens an order that has ended",
        edits=[
            Edit(
                ACCEPT,
                CLAIM,
                "attribute_not_exists(orderId) OR (executionArn = :owner AND (#status = :open OR NOT #status = :open))",
            )
        ],
        cases=["late:AcceptOrder.dynamodb.PutItem.1.before:always"] * 6,
        caught_by="O8",
        zombies=True,
    ),
    Mutant(
        name="released-without-a-mark",
        about="a line that was not reserved yet is not marked as released",
        edits=[Edit(RELEASE, "elif not row:", "elif quantity:")],
        cases=["late:ReserveLine.dynamodb.TransactWriteItems.1.before:once raise:ReserveLine.exit:always"] * 2,
        caught_by="O2",
        zombies=True,
    ),
    Mutant(
        name="first-line-only-released",
        about="only the first line of an order is released",
        edits=[first_line_only("ReleaseStock")],
        cases=["outside:carrier-refuses"] * 3,
        caught_by="O2",
    ),
    Mutant(
        name="not-recorded",
        about="an order that is shipped is not recorded",
        edits=[Edit(MACHINE, '"Next": "RecordFulfilment"', '"Next": "AnnounceFulfilment"')],
        cases=["nothing"] * 3,
        caught_by="O3",
    ),
    Mutant(
        name="silent-when-parked",
        about="an order that cannot be undone goes to no queue",
        edits=[Edit(MACHINE, '"Next": "ParkOrder"', '"Next": "AlertOperations"', count=-1)],
        cases=["outside:refused-and-kept"] * 2,
        caught_by="O5",
    ),
    Mutant(
        name="silent-when-it-fails",
        about="an order that was undone fails without an alert",
        edits=[Edit(MACHINE, '"Next": "AlertOperations"', '"Next": "OrderFailed"', count=-1)],
        cases=["outside:carrier-refuses"] * 2,
        caught_by="O6",
    ),
    Mutant(
        name="alert-lost",
        about="an alert that cannot be sent is not parked",
        edits=[unreachable(ALERTS), Edit(MACHINE, '"Next": "ParkAlert"', '"Next": "OrderFailed"')],
        cases=["outside:carrier-refuses"] * 2,
        caught_by="O6",
    ),
    Mutant(
        name="cancelled-in-silence",
        about="nobody is told that an order was cancelled",
        edits=[Edit(MACHINE, '"Next": "AnnounceCancellation"', '"Next": "AlertOperations"')],
        cases=["outside:carrier-refuses"] * 2,
        caught_by="O9",
    ),
]

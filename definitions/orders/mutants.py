"""Broken handlers and definitions of order fulfilment: each must be caught, by the invariant that it names."""

from workflow_dsl.testing.chaos import Edit, Mutant

MACHINE = "StepFunctionsStateMachineOrderFulfilment"

mutants = [
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
        edits=[
            Edit("LambdaFunctionReleaseLine", "change_stock(request.sku, quantity)", "change_stock(request.sku, 0)")
        ],
        cases=["outside:carrier-refuses"] * 3,
        caught_by="O7",
    ),
    Mutant(
        name="reserved-again",
        about="a line that is tried again takes its stock again",
        edits=[Edit("LambdaFunctionReserveLine", "attribute_not_exists(orderId)", "attribute_not_exists(nobody)")],
        cases=["crash:ReserveLine.dynamodb.TransactWriteItems.1.after:once"] * 3,
        caught_by="O7",
    ),
    Mutant(
        name="no-claim",
        about="every execution gets the order",
        edits=[
            Edit(
                "LambdaFunctionAcceptOrder",
                "attribute_not_exists(orderId) OR executionArn = :owner",
                "attribute_not_exists(nobody) OR executionArn = :owner",
            )
        ],
        cases=["duplicates:3"] * 4,
        caught_by="O1",
    ),
    Mutant(
        name="silent-when-parked",
        about="an order that cannot be undone goes to no queue",
        edits=[Edit(MACHINE, '"Next": "ParkOrder"', '"Next": "AlertOperations"', count=-1)],
        cases=["outside:carrier-refuses outside:carrier-does-not-cancel"] * 2,
        caught_by="O5",
    ),
]

"""Broken handlers and definitions of the payment workflow: each must be caught, by the invariant that it names.

A mutant is an edit of what is deployed. When a handler has changed so that a mutant no longer applies, its run fails
and says so.
"""

from workflow_dsl.testing.chaos import Edit, Mutant

MACHINE = "StepFunctionsStateMachinePaymentWorkflow"
VALIDATE = "LambdaFunctionValidatePayment"
PROCESS = "LambdaFunctionProcessPayment"
STORE = "LambdaFunctionStoreTransaction"
NOTIFY = "LambdaFunctionNotifyCustomer"
START = "LambdaFunctionStartPayment"
RECONCILE = "LambdaFunctionReconcilePayments"

CAUGHT = '{"Assign": {"caught": "{% $states.errorOutput %}"}, '
DECLINED = CAUGHT + '"ErrorEquals": ["PaymentDeclined", "GatewayRefused"], "Next": "RecordDecline"}'
ANYTHING = CAUGHT + '"ErrorEquals": ["States.ALL"], "Next": "RecordUnknown"}'
NO_OWNER = '"executionArn = :owner OR #status = :pending OR NOT #status = :pending OR attribute_not_exists(paymentId)"'
PUBLISH = 'message_id = publish("CUSTOMER_TOPIC_ARN", message, "outcome", status)'
TELL = "tell_customer(row,"
DECLINED_IF_OPEN = 'row | {"status": "DECLINED" if row["status"] == "PENDING" else row["status"]}'
FIND_CHARGE = 'find_charge(row["paymentId"], int(row["amountMinor"]), row["currency"])'
CHARGE_AGAIN = (
    'ask_gateway("POST", "", urlencode({"amount": int(row["amountMinor"]), "currency": row["currency"].lower(),'
    ' "payment_method": "pm_card_visa", "confirm": "true", "metadata[paymentId]": row["paymentId"],'
    ' "metadata[environment]": os.environ["ENVIRONMENT"]}), "again/" + row["paymentId"])[1]["id"]'
)

mutants = [
    Mutant(
        name="fresh-key",
        about="each attempt has an idempotency key of its own",
        edits=[Edit(PROCESS, '{request.payment_id}")', '{request.payment_id}/{os.urandom(4).hex()}")')],
        cases=["outside:reply-lost", "crash:ProcessPayment.http.POST.1.after:once"] * 2,
        caught_by="I1",
    ),
    Mutant(
        name="no-claim",
        about="the claim takes a row that another execution has",
        edits=[Edit(VALIDATE, '"attribute_not_exists(paymentId)"', '"attribute_not_exists(nobody)"')],
        cases=["duplicates:3"] * 4,
        caught_by="I11",
    ),
    Mutant(
        name="late-claim",
        about="the claim starts over when its own execution makes it again, however late",
        edits=[
            Edit(
                VALIDATE,
                '"attribute_not_exists(paymentId)"',
                '"attribute_not_exists(paymentId) OR executionArn = :owner"',
            )
        ],
        cases=["late:ValidatePayment.dynamodb.UpdateItem.1.before:once"] * 4,
        caught_by="I11",
        zombies=True,
    ),
    Mutant(
        name="hash-without-amount",
        about="the claim's hash leaves out the amount",
        edits=[Edit(VALIDATE, "exclude_defaults=True", 'exclude_defaults=True, exclude={"amount_minor"}')],
        cases=["beside:other-amount"] * 4,
        caught_by="I10",
    ),
    Mutant(
        name="pending-is-success",
        about="a duplicate reports success while the owner is still at work",
        edits=[
            Edit(
                VALIDATE,
                'raise PaymentInProgress("another execution is making this payment")',
                'status = "COMPLETED"',
            )
        ],
        cases=["outside:declined duplicates:3"] * 4,
        caught_by="I2",
    ),
    Mutant(
        name="timeout-is-decline",
        about="a lost answer of the gateway is taken as a decline",
        edits=[Edit(PROCESS, "raise GatewayTimeout(", "raise PaymentDeclined(")],
        cases=["outside:reply-lost", "outside:charged-then-slow"],
        caught_by="I4",
    ),
    Mutant(
        name="wrong-amount",
        about="the gateway is asked for another amount than the request says",
        edits=[
            Edit(PROCESS, '"amount": request.amount_minor', '"amount": request.amount_minor + 1'),
            Edit(PROCESS, "if is_of(answer, request.amount_minor, request.currency) else None", ""),
        ],
        cases=["nothing"] * 2,
        caught_by="I3",
    ),
    Mutant(
        name="attempts-not-counted",
        about="attempts after the first are not counted",
        edits=[Edit(PROCESS, "attempts = if_not_exists(attempts, :zero) + :one", "attempts = :one")],
        cases=["outside:503-twice"] * 2,
        caught_by="R13",
    ),
    Mutant(
        name="unconditional-store",
        about="an outcome is stored whoever owns the row and whatever it says",
        edits=[Edit(STORE, '"executionArn = :owner AND #status = :pending"', NO_OWNER)],
        cases=["beside:invalid"] * 4,
        caught_by="I11",
    ),
    Mutant(
        name="mark-before-publish",
        about="the customer is marked as told before the message leaves",
        edits=[
            Edit(NOTIFY, PUBLISH, "pass"),
            Edit(NOTIFY, "    return message_id\n", f"    {PUBLISH}\n    return message_id\n"),
        ],
        cases=["crash:NotifyCustomer.sns.Publish.1.before:once"] * 2,
        caught_by="I7",
    ),
    Mutant(
        name="card-accepted",
        about="the starter lets card numbers in",
        edits=[Edit(START, "return any(passes_luhn(", "return False and any(passes_luhn(")],
        cases=["door:card"] * 2,
        caught_by="I9",
    ),
    Mutant(
        name="reconciler-charges",
        about="the reconciler charges what it does not find, instead of asking",
        edits=[Edit(RECONCILE, FIND_CHARGE, CHARGE_AGAIN)],
        cases=["outside:lost-and-hidden"] * 2,
        caught_by="I1",
    ),
    Mutant(
        name="reconciler-gives-up",
        about="the reconciler takes a payment in doubt for one that was never tried",
        edits=[Edit(RECONCILE, 'if "attempts" not in row:', 'if "chargeId" not in row:')],
        cases=["outside:lost-and-late"] * 2,
        caught_by="I4",
    ),
    Mutant(
        name="catch-order",
        about="the catcher of everything stands before that of declines",
        edits=[Edit(MACHINE, f"{DECLINED}, {ANYTHING}", f"{ANYTHING}, {DECLINED}")],
        cases=["outside:declined"] * 2,
        caught_by="R8",
    ),
    Mutant(
        name="decline-retried",
        about="a decline is retried as if it were trouble",
        edits=[Edit(MACHINE, '"PaymentDeclined", "GatewayRefused", "PaymentUnknown"', '"PaymentUnknown"', count=-1)],
        cases=["outside:declined"] * 2,
        caught_by="R8",
    ),
    Mutant(
        name="not-parked",
        about="a payment in doubt is not parked",
        edits=[
            Edit(
                MACHINE,
                '"Next": "ParkPayment"}], "Next": "ParkPayment"',
                '"Next": "NotifyFailure"}], "Next": "NotifyFailure"',
            )
        ],
        cases=["outside:lost-and-hidden"] * 2,
        caught_by="I5",
    ),
    Mutant(
        name="not-alerted",
        about="an execution fails without telling operations",
        edits=[
            Edit(
                MACHINE,
                '"Next": "AlertOperations"}], "Next": "AlertOperations"',
                '"Next": "PaymentFailed"}], "Next": "PaymentFailed"',
            )
        ],
        cases=["outside:declined", "outside:503-always"],
        caught_by="I12",
    ),
    Mutant(
        name="notification-fails-payment",
        about="a paid execution fails because its customer cannot be told",
        edits=[Edit(MACHINE, '"Next": "ParkNotification"', '"Next": "PaymentFailed"')],
        cases=["crash:NotifyCustomer.entry:always"] * 2,
        caught_by="I12",
    ),
    Mutant(
        name="told-what-was-believed",
        about="the customer is told of a doubt, whatever the row says",
        edits=[Edit(NOTIFY, TELL, 'tell_customer(row | {"status": "UNKNOWN"},')],
        cases=["crash:StoreTransaction.exit:always"] * 2,
        caught_by="I7",
    ),
    Mutant(
        name="told-what-is-not-recorded",
        about="the customer is told of a decline that could not be recorded",
        edits=[Edit(NOTIFY, TELL, f"tell_customer({DECLINED_IF_OPEN},")],
        cases=["outside:refused crash:StoreTransaction.entry:always"] * 2,
        caught_by="I14",
    ),
    Mutant(
        name="nobody-tells-late",
        about="the reconciler does not look for payments that ended in silence",
        edits=[Edit(RECONCILE, 'Key("untold").eq(UNTOLD)', 'Key("untold").eq("NOBODY")')],
        cases=["crash:NotifyCustomer.entry:always"] * 2,
        caught_by="I13",
    ),
    Mutant(
        name="refusal-is-a-decline",
        about="what the gateway refuses because of our set-up is taken for a declined card",
        edits=[Edit(PROCESS, "raise GatewayRefused(", "raise PaymentDeclined(")],
        cases=["outside:refused"] * 2,
        caught_by="R14",
    ),
]

"""Give back what one line of an order reserved, if it did, once. In: ReleaseRequest. Out: ReleasedLine.

Raises StockBusy to be tried again. Environment: ORDERS_TABLE, STOCK_TABLE.
"""

import os
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import parse

from lambdas.orders.contracts import ReleaseRequest, StockBusy
from lambdas.orders.rows import change_stock, line_key, put_line, read_line, write_all

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = parse(event, ReleaseRequest)
    row = read_line(request.order_id, request.sku)
    quantity = int(row["quantity"]) if row.get("status") == "RESERVED" else 0
    reasons: list[str] = []
    if quantity:
        reasons = write_all(release(request), change_stock(request.sku, quantity))
    elif not row:
        reasons = write_all(put_line(request.order_id, request.sku, "RELEASED", 0))
    logger.info("release", order_id=request.order_id, sku=request.sku, quantity=quantity, reasons=reasons)
    if reasons:
        raise StockBusy(request.sku)
    return {"sku": request.sku, "quantity": quantity}


def release(request: ReleaseRequest) -> dict[str, Any]:
    return {
        "Update": {
            "TableName": os.environ["ORDERS_TABLE"],
            "Key": line_key(request.order_id, request.sku),
            "UpdateExpression": "SET #status = :released",
            "ConditionExpression": "#status = :reserved",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {":released": "RELEASED", ":reserved": "RESERVED"},
        }
    }

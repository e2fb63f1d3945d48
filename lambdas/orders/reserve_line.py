"""Reserve the stock for one line of an order, once. In: ReserveRequest. Out: ReservedLine.

Raises OutOfStock, OrderClosed, and StockBusy to be tried again. Environment: ORDERS_TABLE, STOCK_TABLE.
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import parse

from lambdas.orders.contracts import OrderClosed, OutOfStock, ReserveRequest, StockBusy
from lambdas.orders.rows import FINE, REFUSED, change_stock, put_line, read_line, write_all

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = parse(event, ReserveRequest)
    reasons = write_all(
        put_line(request.order_id, request.sku, "RESERVED", request.quantity),
        change_stock(request.sku, -request.quantity),
    )
    logger.info("reserve", order_id=request.order_id, sku=request.sku, reasons=reasons)
    if reasons:
        line, stock = reasons
        # A line that is there was reserved by an earlier attempt, or is released already.
        if line == REFUSED and read_line(request.order_id, request.sku)["status"] != "RESERVED":
            raise OrderClosed(f"{request.sku} was released")
        if line != REFUSED:
            # Stock that ran out while another attempt was writing the line may have gone to that attempt.
            raise OutOfStock(request.sku) if (line, stock) == (FINE, REFUSED) else StockBusy(request.sku)
    return {"sku": request.sku, "quantity": request.quantity}

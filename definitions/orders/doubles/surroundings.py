"""The carrier, the people who approve, and stock to sell."""

from definitions.orders import resources
from definitions.orders.doubles.approvers import Approvers
from definitions.orders.doubles.carrier import Carrier
from workflow_dsl.testing import LocalStack


class Surroundings:
    """All that a run of order fulfilment needs around it; `available` is the stock at its beginning, by article."""

    def __init__(self, available: dict[str, int]) -> None:
        self.available = available
        self.carrier = Carrier()
        self._approvers: Approvers | None = None
        self._stack: LocalStack | None = None

    @property
    def approvers(self) -> Approvers:
        """The people who approve; they are there once the stack is."""
        assert self._approvers is not None
        return self._approvers

    def deployed(self, stack: LocalStack) -> None:
        """Fill the stock, and let the approvers begin."""
        self._stack = stack
        table = stack.physical_id(resources.stock.logical_id)
        for sku, available in self.available.items():
            item = {"sku": {"S": sku}, "available": {"N": str(available)}}
            stack.client("dynamodb").put_item(TableName=table, Item=item)
        self._approvers = Approvers(stack)

    def in_stock(self) -> dict[str, int]:
        """What is available now, by article."""
        assert self._stack is not None
        table = self._stack.physical_id(resources.stock.logical_id)
        rows = self._stack.client("dynamodb").scan(TableName=table, ConsistentRead=True)["Items"]
        return {row["sku"]["S"]: int(row["available"]["N"]) for row in rows}

    def stop(self) -> None:
        """End what was started."""
        self.carrier.stop()
        if self._approvers is not None:
            self._approvers.stop()

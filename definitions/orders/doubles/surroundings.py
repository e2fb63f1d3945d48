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

    @property
    def approvers(self) -> Approvers:
        """The people who approve; they are there once the stack is."""
        assert self._approvers is not None
        return self._approvers

    def deployed(self, stack: LocalStack) -> None:
        """Fill the stock, and let the approvers begin."""
        table = stack.physical_id(resources.stock.logical_id)
        for sku, available in self.available.items():
            item = {"sku": {"S": sku}, "available": {"N": str(available)}}
            stack.client("dynamodb").put_item(TableName=table, Item=item)
        self._approvers = Approvers(stack)

    def stop(self) -> None:
        """End what was started."""
        self.carrier.stop()
        if self._approvers is not None:
            self._approvers.stop()

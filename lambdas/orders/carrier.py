"""The carrier: bookings known by the orderId, so that asking twice books once.

PUT /bookings/{orderId} books, or gives the booking that there is; 422 refuses, 410 says that it was cancelled. DELETE
cancels, and also closes an id under which nothing was booked yet: a late PUT, of a call that was given up, books
nothing. A DELETE that comes again may be answered by 410. Environment: CARRIER_URL (https, or http on this machine).
"""

import json
import os
import re
from typing import Any

import urllib3

from lambdas.orders.contracts import HTTP_TIMEOUT_SECONDS, CarrierRefused, CarrierUnavailable

http = urllib3.PoolManager(timeout=urllib3.Timeout(total=HTTP_TIMEOUT_SECONDS), retries=False)


def call_carrier(method: str, order_id: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """The carrier's answer; raises CarrierRefused, CarrierUnavailable."""
    url = os.environ["CARRIER_URL"]
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)(:\d+)?$", url):
        raise ValueError("CARRIER_URL must be https")
    try:
        answer = http.request(method, f"{url}/bookings/{order_id}", json=body)
        content = json.loads(answer.data)
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise CarrierUnavailable(type(error).__name__) from None
    if (method, answer.status) == ("DELETE", 410):
        return {}
    if answer.status in (410, 422):
        raise CarrierRefused(content["reason"])
    if answer.status != 200:
        raise CarrierUnavailable(f"the carrier answered {answer.status}")
    return dict(content)

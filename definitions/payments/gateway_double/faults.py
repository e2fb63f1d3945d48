"""What the double is told to do wrong."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

Kind = Literal["decline", "refuse", "throttle", "unavailable", "error", "slow", "drop_reply", "drop_request", "hide"]

TYPES: dict[str, tuple[type, ...]] = {
    "kind": (str,),
    "payment_id": (str, type(None)),
    "times": (int, type(None)),
    "code": (str,),
    "seconds": (int, float),
    "charged": (bool,),
}


class FaultError(ValueError):
    """The control endpoint was asked for a fault that there is not."""


@dataclass(frozen=True)
class Fault:
    """One way to fail, for one payment or for all (`payment_id` None), `times` times or for good (None).

    decline       402 `card_declined` with `code` as decline code; the answer is kept under the key
    refuse        400 `invalid_request_error` with this `code`; nothing is made or kept, but what is kept is replayed
    throttle      429 before anything is done; not kept, as at Stripe
    unavailable   503 before anything is done; not kept
    error         500, kept under the key and replayed, as Stripe does; `charged` says whether the money moved
    slow          waits `seconds`: before the charge, or after it if `charged`; the key is in use meanwhile
    drop_reply    charges, then breaks the connection
    drop_request  breaks the connection before anything is done
    hide          searches do not show the payment until `seconds` after it was made
    """

    kind: Kind
    payment_id: str | None = None
    times: int | None = None
    code: str = "generic_decline"
    seconds: float = 0.0
    charged: bool = False

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Fault":
        """The fault of a request to the control endpoint, with `paymentId` in camelCase; raises FaultError."""
        given = {"payment_id" if name == "paymentId" else name: value for name, value in data.items()}
        for name, value in given.items():
            if name not in TYPES or not isinstance(value, TYPES[name]):
                raise FaultError(f"{name} {value!r} is nothing that a fault has; it has {', '.join(TYPES)}")
        if given.get("kind") not in get_args(Kind):
            raise FaultError(f"a fault is of one of the kinds {', '.join(get_args(Kind))}")
        return cls(**given)  # type: ignore[arg-type]


@dataclass
class FaultPlan:
    """The faults still to be shown, first told first shown; safe to use from many threads."""

    _faults: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def take(self, payment_id: str) -> Fault | None:
        """The fault for this charge, counted down; one told for the payment goes before one told for all."""
        with self._lock:
            matching = [fault for fault in self._faults if fault.kind != "hide" and fault.payment_id == payment_id]
            matching += [fault for fault in self._faults if fault.kind != "hide" and fault.payment_id is None]
            if not matching:
                return None
            self._count_down(matching[0])
            return matching[0]

    def hidden_seconds(self, payment_id: str) -> float:
        """How long searches do not show this payment."""
        with self._lock:
            hides = [fault for fault in self._faults if fault.kind == "hide"]
        return max((fault.seconds for fault in hides if fault.payment_id in (None, payment_id)), default=0.0)

    def _count_down(self, fault: Fault) -> None:
        place = next(index for index, known in enumerate(self._faults) if known is fault)
        if fault.times is None:
            return
        if fault.times > 1:
            self._faults[place] = replace(fault, times=fault.times - 1)
        else:
            del self._faults[place]

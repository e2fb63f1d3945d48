"""Names that must not meet."""

from collections.abc import Iterable


class Names:
    """Gives each wish a name that nobody else has: the wish itself, or the wish and the smallest free number from 2."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def claim(self, wish: str) -> str:
        """A name for this wish, taken from now on."""
        if wish not in self._taken:
            self._taken.add(wish)
            return wish
        number = self._next.get(wish, 2)
        while f"{wish}{number}" in self._taken:
            number += 1
        self._next[wish] = number + 1
        self._taken.add(f"{wish}{number}")
        return f"{wish}{number}"

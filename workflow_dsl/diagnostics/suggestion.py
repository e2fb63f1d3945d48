"""Did you mean."""

from __future__ import annotations

from collections.abc import Iterable


def suggest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` was probably meant to be, or None. Upper and lower case count as near.

    A word that begins just one candidate stands for that one.
    """
    # Imported here: most definitions have nothing to guess at.
    from difflib import get_close_matches

    lower = word.lower()
    by_lower = {candidate.lower(): candidate for candidate in sorted(candidates, reverse=True)}
    close = get_close_matches(lower, by_lower, n=1, cutoff=0.7)
    close = close or [candidate for candidate in by_lower if lower and candidate.startswith(lower)]
    return by_lower[close[0]] if len(close) == 1 else None

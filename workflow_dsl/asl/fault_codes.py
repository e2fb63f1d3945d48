"""The codes of what one object of a definition alone can show to be wrong. They are forever."""

from __future__ import annotations

from enum import Enum


class FaultCode(Enum):
    """WF0xx: the text, or one object of it, is not Amazon States Language."""

    SYNTAX = "WF001"
    REPEATED_KEY = "WF002"
    UNKNOWN_FIELD = "WF003"
    MISSING_FIELD = "WF004"
    WRONG_TYPE = "WF005"
    WRONG_VALUE = "WF006"
    EXCLUSIVE_FIELDS = "WF007"
    OTHER_QUERY_LANGUAGE = "WF008"
    UNKNOWN_STATE_TYPE = "WF009"

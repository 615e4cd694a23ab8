"""Durations and numbers: terms of imprisonment as ``xsd:duration`` and in whole months."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

DURATION = re.compile(
    r"P(?=\d|T)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)


def duration(text: str) -> str:
    """Return an ISO 8601 duration in the form of ``xsd:duration`` (weeks as days); raises ValueError for others."""
    match = DURATION.fullmatch(text)
    if match is None:
        raise ValueError("not an ISO 8601 duration such as P3Y7M")
    years, months, weeks, days, *_ = (int(group or 0) for group in match.groups())
    if not weeks:
        return text
    if "T" in text:
        raise ValueError("not a duration in either weeks or hours")
    head = "P" + (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return f"{head}{weeks * 7 + days}D"


def months(text: str) -> int:
    """Return a duration in whole months; raises ValueError where it has days, weeks or hours."""
    match = DURATION.fullmatch(text)
    if match is None:
        raise ValueError("not an ISO 8601 duration such as P3Y7M")
    years, found, *rest = (int(group or 0) for group in match.groups())
    if any(rest):
        raise ValueError("not a duration in whole months")
    return years * 12 + found


def integer(text: str) -> int:
    """Return a whole number; raises ValueError where the text is none."""
    if not re.fullmatch(r"[+-]?\d+", text):
        raise ValueError("not a whole number")
    return int(text)


def decimal(text: str) -> Decimal:
    """Return a decimal number; raises ValueError where the text is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a decimal number") from None
    if not found.is_finite():
        raise ValueError("not a decimal number")
    return found


def boolean(text: str) -> bool:
    """Return a truth value from yes/no, true/false, 1/0; raises ValueError for others."""
    known = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if text.casefold() not in known:
        raise ValueError("not yes or no")
    return known[text.casefold()]

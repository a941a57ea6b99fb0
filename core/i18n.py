"""Languages: msgids are the Chinese source, in the law's own words; English comes from one catalogue per domain."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a string in data for translation when it is shown."""
    return message

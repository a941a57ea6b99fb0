"""The tenants that come with the software, as data only: a county and three of its townships."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """Where the tenants' folders lie, each named by its division code."""
    return Path(__file__).parent

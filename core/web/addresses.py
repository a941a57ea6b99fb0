"""The application, whose addresses are built once a shape: a list names the page of each of its fifty rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask, has_request_context, request

# An address says these as `str` does, and nothing in them is quoted.
PLAIN = {int, UUID}
# Stand-ins, told apart by their number, that no address has otherwise.
_STAND_IN = 7_306_915_284_000_000
Shape = tuple[str, str, tuple[tuple[str, type], ...]]


class App(Flask):
    """A Flask application that looks for the rule of an endpoint once for the same names of values.

    What needs more than a number or an id in its place (words to be quoted, another host, an anchor) is Flask's work.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._shapes: dict[Shape, str] = {}

    def url_for(
        self,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """As Flask's."""
        asked = (_anchor, _method, _scheme, _external)
        plain = asked == (None, None, None, None) and all(type(value) in PLAIN for value in values.values())
        if plain and endpoint[:1] != "." and not self.url_default_functions and has_request_context():
            shape = (request.script_root, endpoint, tuple([(name, type(value)) for name, value in values.items()]))
            known = self._shapes.get(shape)
            if known is None:
                known = self._shapes[shape] = self._shaped(endpoint, values)
            return known % values
        return super().url_for(
            endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external, **values
        )

    def _shaped(self, endpoint: str, values: dict[str, Any]) -> str:
        """The address with the names of its values in their places."""
        stand_ins: dict[str, Any] = {
            name: _STAND_IN + at if type(value) is int else UUID(int=_STAND_IN + at)
            for at, (name, value) in enumerate(values.items())
        }
        found = super().url_for(endpoint, **stand_ins).replace("%", "%%")
        for name, stand_in in stand_ins.items():
            found = found.replace(str(stand_in), f"%({name})s")
        return found

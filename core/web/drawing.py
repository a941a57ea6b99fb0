"""What a page says and draws again and again: its words, and the small parts that look the same wherever they stand.

A list asks a hundred times for the language of its words and draws the same few icons, states and limits on every row
(docs/decisions/0031-drawn-once.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import force_locale, get_locale, get_translations  # noqa: TID251 - this is `speaking`
from markupsafe import Markup

Drawn = Callable[..., Markup]
# How many different looks of one part a process remembers.
MOST = 2048
_here: Callable[[], Any] = g._get_current_object


@dataclass(frozen=True, slots=True)
class Manner:
    """How the moment's page is drawn: its catalogue, and all that a part's look depends on beside what it is given:
    the language, and where the installation's addresses begin; None where no page is asked for."""

    words: Any
    key: tuple[str, str] | None


def init(app: Flask) -> None:
    """Give templates `once`, and their words by the shortest way."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _words().ugettext(text),
        lambda one, many, number: _words().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]
    app.add_template_global(once)
    app.context_processor(lambda: {"gettext": gettext, "_": gettext})


def manner() -> Manner | None:
    """How to draw now, found out once a request; None outside of any."""
    try:
        here = _here()
    except RuntimeError:
        return None
    found: Manner | None = here.get("manner")
    if found is None:
        root = request.script_root if has_request_context() else None
        found = Manner(get_translations(), None if root is None else (str(get_locale()), root))
        here.manner = found
    return found


def gettext(message: str, **values: Any) -> str:
    """flask-babel's `gettext`, without asking eight times a word which language it is."""
    found: str = _words().ugettext(message)
    return found % values if values else found


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Run a block in a language, whatever the reader's."""
    with force_locale(locale):
        kept = g.pop("manner", None) if g else None
        try:
            yield
        finally:
            if g:
                g.manner = kept


def once(part: Callable[..., Any]) -> Drawn:
    """A macro that is drawn once for the same arguments, for all pages of this process.

    Only for a macro whose look depends on nothing but its arguments, the language and the addresses of static files:
    one that brings its sheet, asks who reads or what day it is must be drawn each time. A text and marked-up text are
    told apart, because one is escaped.
    """

    @lru_cache(MOST, typed=True)
    def kept(_key: tuple[str, str], *args: Any, **values: Any) -> Any:
        return part(*args, **values)

    def drawn(*args: Any, **values: Any) -> Any:
        now = manner()
        return part(*args, **values) if now is None or now.key is None else kept(now.key, *args, **values)

    return drawn


def _words() -> Any:
    found = manner()
    return get_translations() if found is None else found.words

"""The words of pages: the catalogues of core and plugins, for a request and for papers that no request asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from flask import Flask, g
from flask_babel import Babel, Domain, get_locale

from core import plugins
from core.web import drawing

LOCALES = ("zh_Hans_CN", "en")


def init(app: Flask, registry: plugins.Registry, chosen: Callable[[], str]) -> None:
    """Give an app and its templates the words of the language that is `chosen`."""
    folders = registry.translations
    app.config.update(
        LOCALES=LOCALES,
        BABEL_DEFAULT_LOCALE=LOCALES[0],
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        BABEL_TRANSLATION_DIRECTORIES=";".join(str(path) for path in folders.values()),
        BABEL_DOMAIN=";".join(folders),
    )
    _Babel(app, locale_selector=chosen)
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    drawing.init(app)


class _Catalogues(Domain):
    """The words of the language of the moment, looked up once for each: a page asks for hundreds."""

    def get_translations(self) -> Any:
        """The catalogue of a request's language; without a request, one that leaves all words as they are."""
        if not g:
            return super().get_translations()
        locale = get_locale()
        kept: tuple[Any, Any] | None = g.get("catalogue")
        if kept is None or kept[0] is not locale:
            kept = g.catalogue = (locale, super().get_translations())
        return kept[1]


class _Babel(Babel):
    @cached_property
    def domain_instance(self) -> Domain:
        """What all `gettext` of a request ask."""
        return _Catalogues(domain=self.domain)

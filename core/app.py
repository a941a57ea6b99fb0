"""The application: one Flask app for portal, workspace, county console and API, made from the plugins' blueprints."""

from __future__ import annotations

import secrets
from functools import lru_cache
from typing import Any, cast

from flask import Flask, Response, g, request, session
from flask.json.provider import DefaultJSONProvider
from flask_babel import get_locale
from flask_wtf import CSRFProtect

from core import clock, plugins
from core.accounts import access
from core.config import Config, load
from core.db import Database, crypto
from core.documents import fonts
from core.files import web as files_web
from core.notices import web as notices
from core.publishing.marks import MARKS
from core.search.whoosh_backend import WhooshBackend
from core.settings import web as settings_web
from core.tenancy.queries import county_id
from core.web import assets, cache, catalogues, errors, filters, languages, offers, outages, reader, remedies, undo
from core.web import request as web_request
from core.web.addresses import App
from core.web.catalogues import LOCALES
from core.web.navigation import menu


def create_app(config: Config | None = None) -> Flask:
    """Make the app.

    Raises:
        PluginError: a plugin registers something twice or requires what is not there.
        RuntimeError: a route says neither who may use it nor that it is public.
    """
    settings = config or load()
    registry = plugins.registry()
    registry.check()
    app = App("core", static_folder=str(assets.STATIC), static_url_path="/static", template_folder="web/templates")
    app.request_class = web_request.Request
    cast(DefaultJSONProvider, app.json).ensure_ascii = False
    app.extensions["xiaoneng.blueprints"] = {}
    attach(app, settings)
    catalogues.init(app, registry, _locale)
    CSRFProtect(app)
    cache.init(app)
    web_request.init(app)
    access.init(app)
    _add_blueprints(app, registry)
    errors.init(app)
    outages.init(app)
    offers.init(app)
    filters.init(app)
    files_web.init(app)
    assets.init(app)
    app.context_processor(_template_context)
    languages.init(app)
    app.after_request(_headers)
    notices.init(app)
    undo.init(app)
    remedies.init(app)
    access.check_access_declared(app)
    return app


def attach(app: Flask, settings: Config) -> None:
    """Put the app over an installation: its settings, keys, database, index, and nothing kept of another."""
    crypto.load_keys(settings.keys)
    fonts.look_in(settings.font_dir)
    app.config.update(_flask_settings(settings))
    app.extensions["xiaoneng.config"] = settings
    app.extensions["xiaoneng.database"] = Database(settings.url, settings.data)
    app.extensions["xiaoneng.search"] = WhooshBackend(settings.index)
    app.extensions["xiaoneng.pages"] = cache.Pages()
    app.extensions["xiaoneng.county"] = lru_cache(maxsize=1)(lambda: _county(app))


def _flask_settings(settings: Config) -> dict[str, Any]:
    secret_file = settings.keys / "session.key"
    if not secret_file.exists():
        secret_file.touch(mode=0o600)
        secret_file.write_text(secrets.token_hex(32))
    return {
        "SECRET_KEY": secret_file.read_text(),
        "SESSION_COOKIE_NAME": "__Host-visit" if settings.behind_https else "xn_visit",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.behind_https,
        # A form may carry several files; each is checked against its own limit in core.files.
        "MAX_CONTENT_LENGTH": settings.max_upload_mb * 1024 * 1024 * 5,
        "MAX_FORM_MEMORY_SIZE": web_request.LARGEST_FORM,
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _locale() -> str:
    asked = request.args.get("lang") or session.get("locale")
    if asked in LOCALES:
        return asked
    if request.path.startswith("/api/"):
        # A program has no cookie to choose by.
        spoken = request.accept_languages.best_match(("zh", "en"), "zh")
        return LOCALES[1] if spoken == "en" else LOCALES[0]
    return str(settings_web.value("core.language")) if g.get("tenant") is not None else LOCALES[0]


def _add_blueprints(app: Flask, registry: plugins.Registry) -> None:
    for name, blueprints in registry.each("register_blueprints"):
        for blueprint in blueprints:
            app.extensions["xiaoneng.blueprints"][blueprint.name] = name
            app.register_blueprint(blueprint)
    from core.api.app import init as init_api

    init_api(app, registry)


def _template_context() -> dict[str, Any]:
    settings: Config = web_request.current_settings()
    tenant, county = g.get("tenant"), web_request.county()
    phone = str(settings_web.value("core.phone")) or settings.site.get("phone", "")
    outages.remember(tenant and tenant.id, tenant.name if tenant else county.name if county else "", phone)
    return {
        "tenant": tenant,
        "county": county,
        "tenants": web_request.townships,
        "menu": menu() if request.path.startswith(("/w/", "/county")) else [],
        "locale": str(get_locale()),
        "reader": reader.chosen(session),
        "reader_choices": reader.CHOICES,
        "site": settings_web.site(),
        "marks": MARKS,
        "help_phone": phone,
        "today": clock.today(),
        "enabled": web_request.enabled(),
        "actor": g.get("actor"),
    }


def _headers(response: Response) -> Response:
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if not response.headers["X-Frame-Options"]:  # the page's own policy names who may frame it
        del response.headers["X-Frame-Options"]
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure or web_request.current_settings().behind_https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        assets.pack(response)
    else:
        # Pages carry what one person may see, a draft or a case among them.
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.add("Cookie")
    return response


def _county(app: Flask) -> int:
    database: Database = app.extensions["xiaoneng.database"]
    county = county_id(database)
    if county is None:
        raise RuntimeError("no county yet: run `xiaoneng tenants sync`")
    return county

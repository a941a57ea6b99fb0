"""Signing in as people do it: by a link first, then by the form."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.sample import activation_link
from tests.site import Site

PASSWORD = "Mengyue-2026-xiang"


def activate(site: Site, login: str, password: str = PASSWORD) -> FlaskClient:
    """Open an account by its link; the browser is signed in then."""
    client = site.visitor()
    typed = {"password": password, "again": password}
    assert site.fill(client, activation_link(site.database, login), typed).status_code == 303
    return client


def sign_in(
    site: Site, login: str, password: str = PASSWORD, client: FlaskClient | None = None, address: str = "10.0.0.1"
) -> TestResponse:
    """Fill the sign-in form, from an address."""
    typed = {"login": login, "password": password}
    return site.fill(client or site.visitor(), "/sign-in", typed, environ_base={"REMOTE_ADDR": address})

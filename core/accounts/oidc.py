"""Signing in at an identity provider 统一身份认证: OpenID Connect by code, with state, nonce and PKCE, through Authlib.

Off unless the settings name an issuer; needs the extra ``xiaoneng[oidc]``. The provider says who somebody is, an
administrator has said before whose account that is, and what the account may is decided here alone.
"""

from __future__ import annotations

import functools
from typing import Any

from core.config import Config
from core.errors import DomainError, Problem
from core.i18n import N_

NAME = "oidc"
# By public key: what is signed with the client's secret, or not at all, could be made by others too.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
SECONDS = 10
UNREACHABLE = N_("统一身份认证没有完成，请再试一次；一直不行的，用登录名和密码登录，并告诉管理员。")


def is_on(settings: Config) -> bool:
    """Whether people can sign in at a provider."""
    return bool(settings.oidc_issuer)


def redirect(settings: Config, back: str) -> Any:
    """The answer that sends a browser to the provider; what comes back is bound to this browser's session.

    Args:
        back: the address it comes back to, registered at the provider.

    Raises:
        DomainError: the provider does not answer as one.
    """
    return _told(lambda: _client(settings).authorize_redirect(back))


def subject(settings: Config) -> str:
    """Whom the provider says the browser that came back is.

    Raises:
        DomainError: it came without what it went with, or what the provider says is not signed, not for us or too old.
    """
    claims = {
        "iss": {"essential": True, "value": settings.oidc_issuer},
        "aud": {"essential": True, "value": settings.oidc_client_id},
    }
    token = _told(lambda: _client(settings).authorize_access_token(claims_options=claims, leeway=60))
    found = (token.get("userinfo") or {}).get("sub")
    if not found:
        raise DomainError(Problem(UNREACHABLE))
    return str(found)


def _told(ask: Any) -> Any:
    """What the provider answers; whatever is wrong with it is one thing to whoever signs in."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        return ask()
    except (AuthlibBaseError, JoseError, RequestException, ValueError, RuntimeError, KeyError, TypeError) as error:
        raise DomainError(Problem(UNREACHABLE)) from error


def _client(settings: Config) -> Any:
    client = _made(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != settings.oidc_issuer:
        raise ValueError("the provider says that it is another")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]
    return client


@functools.lru_cache(maxsize=8)
def _made(issuer: str, client_id: str, secret: str) -> Any:
    """One client for each provider: what it says of itself is asked once."""
    from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App

    return FlaskOAuth2App(
        FlaskIntegration(NAME),
        NAME,
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": SECONDS},
    )

"""An identity provider as a county's would be, on a port of this machine; what it says can be made wrong on purpose."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from werkzeug import Request, Response
from werkzeug.serving import make_server
from werkzeug.utils import redirect

CLIENT, SECRET = "xiaoneng", "a secret of the sample"
Claims = dict[str, Any]


def b64(value: bytes) -> str:
    """Base64 as JOSE writes it."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8))


class Provider:
    """Knows one person, whom it lets in without a question."""

    def __init__(self) -> None:
        self.issuer = ""
        self.named = ""  # how it calls itself, where that is not its address
        self.subject = "u-533124-0007"
        self.key = self.signing = rsa.generate_private_key(65537, 2048)
        self.change: Callable[[Claims], None] = lambda claims: None
        self.alg = "RS256"
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: dict[str, str] = {}

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        answer = getattr(self, request.path.strip("/").replace("-", "_").rpartition("/")[2])(request)
        return answer(environ, start)

    def openid_configuration(self, request: Request) -> Response:
        """What it says of itself."""
        about = {
            "issuer": self.named or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
        return Response(json.dumps(about), mimetype="application/json")

    def keys(self, request: Request) -> Response:
        """Its public key."""
        public = self.key.public_key().public_numbers()
        key = {"kty": "RSA", "kid": "1", "use": "sig", "n": _number(public.n), "e": _number(public.e)}
        return Response(json.dumps({"keys": [key]}), mimetype="application/json")

    def authorize(self, request: Request) -> Response:
        """Back with a code, bound to what was asked."""
        self.asked = request.args.to_dict()
        code = secrets.token_urlsafe(8)
        self.codes[code] = self.asked
        back = redirect(f"{self.asked['redirect_uri']}?code={code}&state={self.asked['state']}")
        return back  # type: ignore[return-value]

    def token(self, request: Request) -> Response:
        """The token of a code, once, for the client that asked and can open the challenge."""
        asked = self.codes.pop(request.form["code"], None)
        login = request.authorization
        challenge = b64(hashlib.sha256(request.form.get("code_verifier", "").encode()).digest())
        good = (
            asked is not None
            and login is not None
            and (login.username, login.password) == (CLIENT, SECRET)
            and asked["code_challenge"] == challenge
            and asked["redirect_uri"] == request.form["redirect_uri"]
        )
        if not good or asked is None:
            return Response(json.dumps({"error": "invalid_grant"}), 400, mimetype="application/json")
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims["nonce"] = asked["nonce"]
        self.change(claims)
        said = {"access_token": "a", "token_type": "Bearer", "id_token": self._signed(claims)}
        return Response(json.dumps(said), mimetype="application/json")

    def _signed(self, claims: Claims) -> str:
        head = {"alg": self.alg, "kid": "1"}
        words = ".".join(b64(json.dumps(part).encode()) for part in (head, claims))
        if self.alg == "none":
            return f"{words}."
        return f"{words}.{b64(self.signing.sign(words.encode(), padding.PKCS1v15(), SHA256()))}"


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers while the block runs."""
    made = Provider()
    server = make_server("127.0.0.1", 0, made, threaded=True)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()

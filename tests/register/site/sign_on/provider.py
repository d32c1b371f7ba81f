"""An OpenID Connect provider for tests: it signs in whom `say` names, and can be made to answer wrongly."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "register", "a secret of tests"


class Fake:
    """State of the provider: who signs in next, what is wrong with the token, and what it was asked."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.wrong: dict[str, Any] = {}  # claims of the token that are not as they should be
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signs = self.key
        self.algorithm, self.headers = "RS256", {"kid": "one"}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: dict[str, str] = {}
        self.moved, self.reached = False, 0  # whether it sends who brings a code elsewhere, and how many went
        self.described = 0  # how often it was asked to describe itself
        self.issuer = ""

    def say(
        self, sub: str, email: str, *, verified: bool = True, groups: tuple[str, ...] | None = (),
        wrong: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Name the person who signs in next."""
        self.claims = {
            "sub": sub,
            "email": email,
            "email_verified": verified,
            "groups": list(groups) if groups is not None else None,
            "name": sub,
        }
        self.wrong, self.signs = wrong or {}, self.key
        self.algorithm, self.headers = "RS256", {"kid": "one"}

    def token(self, code: str, verifier: str) -> dict[str, Any] | None:
        asked = self.codes.pop(code)
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if asked["code_challenge"] != digest or asked["code_challenge_method"] != "S256":
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": self.claims["sub"], "nonce": asked["nonce"],
            "iat": now, "exp": now + 300, "jti": secrets.token_hex(8), **self.wrong,
        }  # fmt: skip
        key: Any = self.signs if self.algorithm == "RS256" else SECRET * 3
        signed = jwt.encode(claims, None if self.algorithm == "none" else key, self.algorithm, headers=self.headers)
        return {"access_token": "open", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    fake: Fake

    def log_message(self, *_given: Any) -> None:
        """Say nothing."""

    def _json(self, data: Any, status: int = 200) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        fake, parts = self.fake, urlsplit(self.path)
        if parts.path == "/.well-known/openid-configuration":
            fake.described += 1
            self._json(
                {
                    "issuer": fake.issuer, "authorization_endpoint": f"{fake.issuer}/auth",
                    "token_endpoint": f"{fake.issuer}/token", "userinfo_endpoint": f"{fake.issuer}/me",
                    "jwks_uri": f"{fake.issuer}/keys", "end_session_endpoint": f"{fake.issuer}/end",
                }
            )  # fmt: skip
        elif parts.path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(fake.key.public_key()))
            self._json({"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]})
        elif parts.path == "/me":
            self._json(fake.claims)
        else:
            fake.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            code = secrets.token_urlsafe()
            fake.codes[code] = fake.asked
            back = urlencode({"code": code, "state": fake.asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{fake.asked['redirect_uri']}?{back}")
            self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.fake.reached += self.path == "/elsewhere"
        if self.fake.moved:
            self.send_response(307)
            self.send_header("Location", "/elsewhere")
            self.fake.moved = False
            self.end_headers()
            return
        given = {name: values[0] for name, values in parse_qs(body).items()}
        found = self.fake.token(given["code"], given.get("code_verifier", ""))
        self._json(found or {"error": "invalid_grant"}, 200 if found else 400)


@contextmanager
def provider() -> Iterator[Fake]:
    """Run the provider on this machine."""
    fake = Fake()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": fake}))
    fake.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield fake
    server.shutdown()
    server.server_close()

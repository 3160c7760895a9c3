"""The desk's settings: the frame, its own database login, its own keys, and the address at which members reach it.

It sends no mail (`notices` queues; the worker sends) and cannot open an envelope.
"""

import os
from urllib.parse import urlsplit

from halcyon.kernel.sealing import DeskSecrets
from halcyon.settings.base import *
from halcyon.settings.base import login_of, secret_key
from halcyon.settings.desk_frame import *

DATABASES = {"default": login_of("desk")}
SECRET_KEY = secret_key("desk")
KEYS = DeskSecrets

DESK_ADDRESS = os.environ.get("HALCYON_DESK_ADDRESS", "http://localhost:8001/")
_address = urlsplit(DESK_ADDRESS)
_here = _address.hostname in ("localhost", "127.0.0.1", "::1")
_encrypted = _address.scheme == "https"
if not _here and not _encrypted:
    raise SystemExit(f"The desk will not serve {DESK_ADDRESS}: beyond this machine its address begins with https://.")

ALLOWED_HOSTS = [_address.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"https://{_address.netloc}"] if _encrypted else []
SESSION_COOKIE_SECURE = _encrypted
CSRF_COOKIE_SECURE = _encrypted
SESSION_COOKIE_NAME = "__Host-sitting" if _encrypted else "sitting"
CSRF_COOKIE_NAME = "__Host-form" if _encrypted else "form"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _encrypted  # browsers allow passkeys on localhost without TLS, so do we

# TLS ends at a proxy on the same machine, which must set this header itself and drop what a client sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _encrypted else None
SECURE_SSL_REDIRECT = _encrypted
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _encrypted else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # other hosts of the same domain are not ours to decide for
if not _encrypted:
    SILENCED_SYSTEM_CHECKS += [
        "security.W004",
        "security.W008",
        "security.W012",
        "security.W016",
    ]  # no TLS on localhost

"""What every process shares: places, time, templates, silence about content.

No process runs on this module alone. The database login comes from a file that only that process reads.
"""

import datetime as dt
import logging
import os
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from halcyon.kernel import clocks

ROOT = Path(__file__).resolve().parents[2]
PARTNERSHIP = os.environ.get("HALCYON_PARTNERSHIP", "demo")
STATE = Path(os.environ.get("HALCYON_STATE", ROOT / "var" / PARTNERSHIP))
SECRETS = STATE / "secrets"
PACKS = ROOT / "partnerships"

# HALCYON_CLOCK: how many seconds ahead of the machine's clock the practice county lives (behind it with a minus sign), so
# that a Sunday night can be walked through on a Tuesday. Every process is given the same number. No real team has one.
CLOCK = os.environ.get("HALCYON_CLOCK", "")
if CLOCK:
    if not tomllib.loads((PACKS / PARTNERSHIP / "partnership.toml").read_text()).get("demo", False):
        raise SystemExit(
            f"HALCYON_CLOCK is set, and {PARTNERSHIP} is not the practice county: its clock is the real one."
        )
    clocks.stand_ahead(dt.timedelta(seconds=int(CLOCK)))

KEPT_BOARD: Path | None = None  # where the door writes down what the noticeboard last said
KEYS: Any = None  # the secrets of this process: DoorSecrets, DeskSecrets or WorkerSecrets
DESK_ADDRESS = os.environ.get("HALCYON_DESK_ADDRESS", "http://localhost:8001/")
NOTICES_FROM = os.environ.get("HALCYON_NOTICES_FROM", "halcyon@localhost")

DEBUG = False
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"
FONTS = ROOT / "var" / "fonts"  # of what is printed in letters that are not Latin
STATICFILES_DIRS = [path for path in [ROOT / "var" / "assets"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

# Only event codes are logged. Django's own request log carries addresses and sometimes content, so it is silent.
logging.raiseExceptions = False  # a log that cannot be written must not print what was going on: it may hold words
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"null": {"class": "logging.NullHandler"}, "stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["null"], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": ["null"], "propagate": False},
        "django.security": {"handlers": ["null"], "propagate": False},
        "halcyon": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}


def database(url: str) -> dict[str, object]:
    """Django's database entry for a postgres:// address; a socket folder may stand as ``?host=/folder``."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(query.get("port", parts.port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
        "ATOMIC_REQUESTS": False,
        "TEST": {"MIGRATE": False},
    }


def login_of(role: str) -> dict[str, object]:
    """The database entry written for one role by ``halcyon database apply``.

    Raises SystemExit with one sentence when the file is missing.
    """
    file = SECRETS / f"{role}.database"
    if not file.is_file():
        raise SystemExit(f"{file} is missing: run `halcyon database apply` first, it writes the login of the {role}.")
    return database(file.read_text().strip())


def secret_key(name: str) -> str:
    """A random key of this process alone, made on first use with mode 0600."""
    import secrets

    file = SECRETS / f"{name}.django-key"
    if not file.is_file():
        SECRETS.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()

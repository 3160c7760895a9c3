"""The door's settings: a short list of applications and a database login that may call seven functions.

No accounts, sessions, cookies, admin, content types or uploads: what is not installed cannot be attacked or leak.
"""

from halcyon.settings.base import *
from halcyon.settings.base import STATE, login_of

SECRET_KEY = "the door signs nothing with this: its keys stand in the secrets folder"
ALLOWED_HOSTS = ["*"]  # pages hold no absolute address of their own, so a forged host name changes nothing
ROOT_URLCONF = "halcyon.faces.door.urls"
WSGI_APPLICATION = "halcyon.faces.door.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "halcyon.kernel.look",
    "halcyon.kernel.noticeboard",
    "halcyon.kernel.letterbox",
    "halcyon.faces.door",
]
KEPT_BOARD = STATE / "door" / "noticeboard.json"  # kernel/noticeboard/copies.py says it too, for the worker
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # these headers are set by the gate (faces/door/gate.py), on every answer
    "security.W002",  # so is this one
    "security.W003",  # there is no cookie that a foreign page could borrow; each form carries a token of its own
]

# A connection that broke is found when it is used, and the question asked once more: no query before each query.
DATABASES = {"default": login_of("door") | {"CONN_HEALTH_CHECKS": False}}

# A body is held in memory alone and is already limited by the gate; nothing may be spooled to a file.
DATA_UPLOAD_MAX_MEMORY_SIZE = None
FILE_UPLOAD_HANDLERS: list[str] = []

"""Settings of the tests: every room installed, one login that becomes the role each test is about."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("HALCYON_STATE", str(Path(tempfile.gettempdir()) / f"halcyon-tests-{os.getuid()}"))
os.environ["HALCYON_PARTNERSHIP"] = "demo"

from halcyon.kernel.sealing import DeskSecrets
from halcyon.settings.base import *
from halcyon.settings.installed import EVERYTHING

SECRET_KEY = "tests only"
INSTALLED_APPS = ["halcyon.faces.door", "halcyon.faces.desk", *EVERYTHING]
AUTH_USER_MODEL = "access.Account"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "set by tests/conftest.py"}}
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = __name__
urlpatterns: list[object] = []
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
KEYS = DeskSecrets
EMAIL_HOST = "127.0.0.1"

"""The worker's settings, and those of the command line: it opens envelopes and serves no one."""

import os

from halcyon.kernel.sealing import WorkerSecrets
from halcyon.settings.base import *
from halcyon.settings.base import login_of
from halcyon.settings.installed import ROOMS

SECRET_KEY = "the worker signs nothing with this"
INSTALLED_APPS = [*ROOMS, "django.contrib.contenttypes", "django.contrib.auth"]
AUTH_USER_MODEL = "access.Account"
DATABASES = {"default": login_of("worker")}
KEYS = WorkerSecrets

EMAIL_HOST = os.environ.get("HALCYON_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("HALCYON_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("HALCYON_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HALCYON_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("HALCYON_SMTP_TLS", "") == "starttls"

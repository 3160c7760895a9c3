"""The owner's settings: for ``halcyon database apply`` alone."""

import os

from halcyon.settings.base import *  # noqa: F403
from halcyon.settings.base import database
from halcyon.settings.installed import EVERYTHING

SECRET_KEY = "the owner signs nothing"
INSTALLED_APPS = EVERYTHING
AUTH_USER_MODEL = "access.Account"
DATABASES = {"default": database(os.environ["DATABASE_URL"])} if "DATABASE_URL" in os.environ else {}

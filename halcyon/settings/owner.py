"""The owner's settings: for ``halcyon database apply`` alone."""

import os

from halcyon.settings.base import *
from halcyon.settings.base import database
from halcyon.settings.installed import EVERYTHING

SECRET_KEY = "the owner signs nothing"
INSTALLED_APPS = EVERYTHING
AUTH_USER_MODEL = "access.Account"
DATABASES = {"default": database(os.environ["DATABASE_URL"])} if "DATABASE_URL" in os.environ else {}
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]  # allauth asks for it before it lets its tables be made
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ROOT_URLCONF = __name__  # no routes: nobody is served as the owner
urlpatterns: list[object] = []

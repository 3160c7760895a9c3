"""The desk without its secrets: applications, layers, sign-in, browser policy; the same in production and in tests.

It names no database, reads no file and holds no key: `desk` adds those.
"""

from csp.constants import NONCE, NONE, SELF

from halcyon.settings.base import TEMPLATES as SHARED_TEMPLATES
from halcyon.settings.installed import EVERYTHING

INSTALLED_APPS = ["halcyon.faces.desk", *EVERYTHING]
AUTH_USER_MODEL = "access.Account"
ROOT_URLCONF = "halcyon.faces.desk.urls"
WSGI_APPLICATION = "halcyon.faces.desk.wsgi.application"
CSRF_FAILURE_VIEW = "halcyon.faces.desk.errors.forged"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # never in a cookie

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "halcyon.faces.desk.middleware.KeepNothing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "halcyon.faces.desk.middleware.WhoIsHere",
    "halcyon.faces.desk.middleware.SaysWhatIsOnlySent",
    "halcyon.faces.desk.middleware.NothingStandsAtNul",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        **SHARED_TEMPLATES[0],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "halcyon.faces.desk.navigation.around",
            ]
        },
    }
]

# What a page may load and where it may send to: this origin and nothing else. `data:` pictures are the square code of
# an authenticator app, made here.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" makes browsers hide the origin of our own forms too
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A sitting at the desk: eight hours from the moment of signing in, whatever is done in between (WhoIsHere counts), and
# no longer than the browser stays open. The cookie holds a random key; the sitting itself is a row.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = (
    "Lax"  # a link in a notice must find its reader signed in; changes need the CSRF token as well
)
# A picture is held in memory until it is drawn anew; no file of it, with its place and time in it, is ever written.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Signing in: an e-mail address with a password and a second factor, or a passkey, which is both. Nobody signs up,
# nothing is reset by mail: accounts and lost factors are a matter for the administrator (`halcyon members`).
AUTHENTICATION_BACKENDS = ["halcyon.faces.desk.signin.accounts.MemberBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "halcyon.faces.desk.signin.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "halcyon.faces.desk.signin.second_factor.FactorAdapter"
MFA_FORMS = {
    "authenticate": "halcyon.faces.desk.signin.second_factor.CodeForm",
    "reauthenticate": "halcyon.faces.desk.signin.second_factor.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TRUST_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the administrator vouches for the address; the desk sends no mail
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone is then two factors: the device, and who holds it
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Halcyon"
MFA_TOTP_TOLERANCE = 1

# Guessing limits are counted per account, never per address: behind an agency's gateway a whole agency is one address.
# They live in the memory of each process, so with two processes up to twice as many tries get through, and a restart
# begins anew. A table for them would be one more thing without row-level security; the second factor does not lean on
# these limits, and every failed try is a line of the journal.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sign-in limits"}}
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "reauthenticate": "5/5m/user",
    "change_password": "5/5m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": None}

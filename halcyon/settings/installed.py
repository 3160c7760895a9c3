"""The applications inside: everything but the door, which has a short list of its own."""

TECHNICAL = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
ROOMS = [
    "halcyon.kernel.look",
    "halcyon.kernel.noticeboard",
    "halcyon.kernel.letterbox",
    "halcyon.kernel.journal",
    "halcyon.kernel.access",
    "halcyon.kernel.partnership",
    "halcyon.kernel.sources",
    "halcyon.kernel.notices",
    "halcyon.kernel.search",
    "halcyon.domain.promise",
    "halcyon.domain.subjects",
    "halcyon.domain.lists",
    "halcyon.domain.publishing",
    "halcyon.domain.children",
    "halcyon.domain.contacts",
    "halcyon.domain.intelligence",
    "halcyon.domain.sharing",
]
SIGN_IN = ["allauth", "allauth.account", "allauth.mfa"]
EVERYTHING = [*ROOMS, *TECHNICAL, *SIGN_IN]

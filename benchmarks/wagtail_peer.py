"""The peer of the public side: Wagtail serving a page with the very words and frame of the door's promise page.

Its applications and middleware are those of `wagtail start`; what a menu would ask is left out, in its favour. PEER_DATABASE is
its address, PEER_PAGE a file with the page. With PEER_KEEPS set, Django's own cache middleware keeps whole pages in memory.
`python -m benchmarks.wagtail_peer` makes its tables and the page; gunicorn serves `benchmarks.wagtail_peer:application`.
"""

import os
import re
from pathlib import Path

import django
from django.conf import settings

from halcyon.settings.base import database

WHOLE = Path(os.environ["PEER_PAGE"]).read_text(encoding="utf-8")
OPENS, CLOSES = '<div class="look-text">', '<div class="look-end">'
BEFORE, _, _rest = WHOLE.partition(OPENS)
WORDS, _, AFTER = _rest.partition(CLOSES)
FRAME = f"""{{% load wagtailcore_tags %}}{{% verbatim %}}{BEFORE}{OPENS}{{% endverbatim %}}
<h1 class="govuk-heading-l">{{{{ page.title }}}}</h1>
{{{{ page.body|richtext }}}}
{{% verbatim %}}{CLOSES}{AFTER}{{% endverbatim %}}"""
KEEPS = bool(os.environ.get("PEER_KEEPS"))

settings.configure(
    SECRET_KEY="measured only", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_TZ=True, DEBUG=False,
    STATIC_URL="/static/", WAGTAIL_SITE_NAME="Measured", WAGTAILADMIN_BASE_URL="http://localhost",
    DATABASES={"default": database(os.environ["PEER_DATABASE"]) | {"CONN_HEALTH_CHECKS": False}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", CACHE_MIDDLEWARE_SECONDS=600,
    INSTALLED_APPS=[
        "benchmarks",
        "wagtail.contrib.forms", "wagtail.contrib.redirects", "wagtail.embeds", "wagtail.sites", "wagtail.users",
        "wagtail.snippets", "wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin", "wagtail",
        "modelcluster", "taggit", "django_filters", "modelsearch",
        "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
        "django.contrib.messages", "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        *(["django.middleware.cache.UpdateCacheMiddleware"] if KEEPS else []),
        "django.middleware.gzip.GZipMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "django.middleware.security.SecurityMiddleware", "wagtail.contrib.redirects.middleware.RedirectMiddleware",
        *(["django.middleware.cache.FetchFromCacheMiddleware"] if KEEPS else []),
    ],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", [
                ("django.template.loaders.locmem.Loader", {"promise.html": FRAME}),
                "django.template.loaders.app_directories.Loader",
            ])],
            "context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }],
)  # fmt: skip
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import include, path  # noqa: E402
from wagtail import urls as wagtail_urls  # noqa: E402
from wagtail.fields import RichTextField  # noqa: E402
from wagtail.models import Page  # noqa: E402

if (
    __name__ == "__main__"
):  # its own tables, before there is a page of ours: an app without migrations may not build on one with
    call_command("migrate", verbosity=0)


class PromisePage(Page):
    """A page of words."""

    body = RichTextField()
    template = "promise.html"

    class Meta:
        app_label = "benchmarks"


urlpatterns = [path("", include(wagtail_urls))]
application = get_wsgi_application()


def make() -> None:
    """The table of our page, and the page below its first one."""
    with connection.schema_editor() as editor:
        editor.create_model(PromisePage)
    title = re.findall(r"<h1[^>]*>(.*?)</h1>", WORDS, re.S)[0]
    home = Page.objects.get(depth=2)
    home.add_child(instance=PromisePage(title=title, slug="promise", body=WORDS.partition("</h1>")[2]))


if __name__ == "__main__":
    make()

"""A plain peer for the same run: the least Django form that stores a row and shows a page, with Django's own usual layers.

It seals nothing, derives no words, keeps no promise: it says what the same machine does with a form at the same moment.
`python -m benchmarks.plain` makes its table; gunicorn serves `benchmarks.plain:application`. PLAIN_DATABASE is its address.
"""

import os
from functools import cache

import django
from django import forms
from django.conf import settings

from halcyon.settings.base import database

settings.configure(
    SECRET_KEY="measured only", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_TZ=True, DEBUG=False,
    DATABASES={"default": database(os.environ["PLAIN_DATABASE"]) | {"CONN_HEALTH_CHECKS": False}},
    INSTALLED_APPS=["benchmarks"], DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"context_processors": []}}],
)  # fmt: skip
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import Template, engines  # noqa: E402
from django.urls import path  # noqa: E402

FORM = """<!doctype html><html lang="en"><title>Tell</title><h1>Tell</h1>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Send</button></form></html>"""
KEPT = """<!doctype html><html lang="en"><title>Kept</title><h1>Kept</h1><p>Number {{ row.pk }}</p></html>"""


class Message(models.Model):
    """One message, in the clear."""

    words = models.TextField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "benchmarks"


class MessageForm(forms.ModelForm):
    """Its form."""

    class Meta:
        model = Message
        fields = ["words"]


def tell(request: HttpRequest) -> HttpResponse:
    """The form, or the row that it made."""
    form = MessageForm(request.POST or None)
    shown = KEPT if form.is_valid() else FORM
    row = form.save() if form.is_valid() else None
    return HttpResponse(_template(shown).render({"form": form, "row": row}, request))


@cache
def _template(text: str) -> Template:
    return engines["django"].from_string(text)


urlpatterns = [path("tell", tell)]
application = get_wsgi_application()

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Message)

"""A small server for the look's own browser tests, on this machine alone, and the pages it serves.

It answers as the faces do where it matters: an ETag for a live list, Clear-Site-Data on the way out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import engines
from playwright.sync_api import Browser, Page

from halcyon.kernel.look import sheet
from halcyon.kernel.look.parts import Link, Who

STRICT = (
    f"default-src 'none'; script-src 'self'; style-src 'self' '{sheet.HASH}'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@dataclass
class Site:
    """What the server answers: pages by path, and what was asked of it."""

    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)
    live: tuple[int, str, str] = (200, "<p>nothing yet</p>", '"0"')
    address: str = ""


class Answers(BaseHTTPRequestHandler):
    """Serves the Site; /live answers with its ETag as a desk list does."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        if self.path == "/favicon.ico":
            self.answer(204, "")
        elif self.path == "/elsewhere":
            elsewhere = self.site.address.replace("127.0.0.1", "localhost")
            self.answer(302, "", Location=f"{elsewhere}/weather")
        elif self.path == "/live":
            status, text, tag = self.site.live
            same = status == 200 and self.headers["If-None-Match"] == tag
            self.answer(304 if same else status, "" if same else text, ETag=tag)
        elif self.path.startswith("/static/look/"):
            found = finders.find(self.path.removeprefix("/static/"))
            assert isinstance(found, str)
            with open(found, encoding="utf-8") as file:
                self.answer(200, file.read(), kind=TYPES[found.rsplit(".", 1)[1]])
        else:
            text = self.site.pages.get(self.path)
            gone = {"Clear-Site-Data": '"cache"'} if self.path == "/leave" else {}
            self.answer(200 if text else 404, text or "not here", **gone)

    def do_POST(self) -> None:
        self.site.posted.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer(200, "<title>Information</title>We have your message")

    def answer(self, status: int, text: str, kind: str = "text/html", **headers: str) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in headers.items() | {("Content-Type", f"{kind}; charset=utf-8")}:
            self.send_header(name, value)
        if kind == "text/html":
            self.send_header("Content-Security-Policy", STRICT)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Serving", (Answers,), {"site": site}))
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


class Telling(forms.Form):
    words = forms.CharField(widget=forms.Textarea, strip=False, label="What do you want to tell us?")
    way = forms.ChoiceField(
        choices=[("me", "It is about me"), ("work", "I work with children")],
        widget=forms.RadioSelect,
        required=False,
        label="Which is it?",
    )
    agency = forms.CharField(required=False, label="Where do you work?")
    age = forms.CharField(required=False, label="How old are you?")


TELL = """{% extends "look/public.html" %}{% load look %}{% block content %}{% error_summary form %}
<div data-first><h1>Tell us</h1><p>Read this first.</p></div>
<form method="post" action="/tell" autocomplete="off" novalidate data-telling>
{% for asked in form %}<section data-question id="q-{{ asked.name }}"{% if asked.name == "agency" %}
 data-when="way=work"{% endif %}>{% field asked size="m" %}<div data-send>{% button "Send this now" %}</div></section>
{% endfor %}</form>{% endblock %}"""
PARTS = """{% extends "look/public.html" %}{% load look %}{% block content %}{% panel "We have your message" %}
<p>Soon.</p>{% endpanel %}<ol class="look-code" data-private><li>apple</li><li>river</li></ol>{% inset %}
<p>Set apart</p>{% endinset %}
{% warning %}Mind this.{% endwarning %}{% details "More" %}<p>More.</p>{% enddetails %}
{% summary_list rows title="Facts" %}
{% notification %}<p>News.</p>{% endnotification %}{% table "A table" head cells %}{% tag "new" %}{% words "my words" %}
<ul class="look-ways"><li><a href="/">About me <span>Something is wrong</span></a></li></ul>{% endblock %}"""
DESK = """{% extends "look/desk.html" %}{% load look %}{% block content %}<h1>Triage</h1>
<div data-live="/live" data-live-every="0.1">{% autoescape off %}{{ list }}{% endautoescape %}</div>
{% for moment in past %}{% ago moment %}{% endfor %}{% for due in owed %}{% owed due %}{% endfor %}{% endblock %}"""


def made(template: str, **context: object) -> str:
    who = Who("Sam Okoro", "Duty social worker", "Children's social care", "/out")
    shared = {"practice": True, "footer_links": [Link("Your privacy", "/privacy")], "who": who}
    return engines["django"].from_string(template).render(shared | context)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def telling(site: Site, form: Telling | None = None, leave_url: str = "/leave") -> str:
    site.pages["/tell"] = made(TELL, form=form or Telling(), leave_url=leave_url)
    site.pages["/leave"] = site.pages["/weather"] = "<title>Weather</title><p id=weather>Sunny</p>"
    privacy = '{% extends "look/public.html" %}{% block content %}<h1>Privacy</h1>{% endblock %}'
    site.pages["/privacy"] = made(privacy, leave_url=leave_url)
    return f"{site.address}/tell"


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")

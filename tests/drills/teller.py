"""Someone who tells through a browser without scripts, and presses the button again when nothing comes back."""

import html
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException

CODE = re.compile(r'<ol class="look-code".*?</ol>', re.S)
AGAIN = 0.3  # seconds until the button is pressed again


@dataclass(frozen=True)
class Shown:
    """What the page showed after a telling: the words told and the six words, if any came."""

    told: str
    code: str


def tells(address: str, words: str, deadline: float) -> Shown | None:
    """Tells once; repeats the very same form while no answer comes. None when time ran out without any answer."""
    while time.monotonic() < deadline:
        page = _ask(f"{address}/tell?about=me")
        if page is None:
            time.sleep(AGAIN)
            continue
        form = _fields(page) | {"words": words}
        shown = _send(address, form, words, deadline)
        if shown is not None:
            return shown
    return None


def _send(address: str, form: dict[str, str], words: str, deadline: float) -> Shown | None:
    body = urllib.parse.urlencode(form).encode()
    while time.monotonic() < deadline:
        answer = _ask(f"{address}/tell", body)
        if answer is None:
            time.sleep(AGAIN)
            continue
        found = CODE.search(answer)
        if found:
            return Shown(words, " ".join(re.findall(r"<li>(\w+)</li>", found.group())))
        if "We have your message" in answer:
            return Shown(words, "")
        if 'name="token"' in answer:  # the form again, with the words kept: a fresh token
            form |= _fields(answer)
            body = urllib.parse.urlencode(form).encode()
        time.sleep(AGAIN)
    return None


def _fields(page: str) -> dict[str, str]:
    """The hidden fields that a browser would send."""
    found = re.findall(r"<input(?=[^>]*type=\"hidden\")[^>]*>", page)
    names = {re.search(r'name="([^"]*)"', one).group(1): one for one in found}  # type: ignore[union-attr]
    values = {name: re.search(r'value="([^"]*)"', one) for name, one in names.items()}
    return {name: html.unescape(value.group(1)) for name, value in values.items() if value} | {"about": "me"}


def _ask(url: str, body: bytes | None = None) -> str | None:
    try:
        with urllib.request.urlopen(url, body, timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as refused:
        return _form_again(refused)
    except (OSError, ValueError, HTTPException):
        return None


def _form_again(refused: urllib.error.HTTPError) -> str | None:
    """The page of a refusal when the form is on it; a server that dies while it answers has refused nothing."""
    try:
        page = refused.read().decode(errors="replace")
    except (OSError, HTTPException):
        return None
    return page if 'name="token"' in page else None

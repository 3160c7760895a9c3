"""Someone at the door without scripts: opens the form, sends it, reads the six words; comes back with them; or tries wrong ones.

Each request is a connection of its own, as from many visitors. Nothing here waits unless it says so.
"""

import gzip
import html
import http.client
import re
import socket
import time
import urllib.parse
from dataclasses import dataclass

TOKEN = re.compile(r'<input(?=[^>]*name="(?:token|csrfmiddlewaretoken)")[^>]*value="([^"]+)"')
CODE = re.compile(r'<ol class="look-code".*?</ol>', re.S)
FILES = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="(/[^"]+)"[^>]*>')
WORDS = (
    "Someone older gives me lifts after school and buys me things. At first it was nice. Now he gets angry when I say no and "
    "says he will tell everyone. I do not want anyone at home to know yet. I am not sure who to ask and I do not want to get "
    "anyone into trouble, but I would like it to stop. Please tell me what happens if I say who it is, and whether I can talk "
    "to someone who is not from school."
)  # 400 characters, as the peer was measured with


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as it came: `transferred` counts the body, `heads` the status line and headers, `cookie` is what it set."""

    status: int
    text: str
    transferred: int
    heads: int
    seconds: float
    cookie: str
    etag: str


@dataclass(frozen=True, slots=True)
class Flow:
    """One telling from the first request to the six words (seconds). `code` is empty when none was shown."""

    get: float
    post: float
    code: str
    status: int

    @property
    def whole(self) -> float:
        return self.get + self.post


def ask(
    address: str,
    path: str,
    said: dict[str, str] | None = None,
    *,
    squeezed: bool = False,
    cookie: str = "",
    etag: str = "",
) -> Answer:
    """One request on a connection of its own."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection(address, timeout=60)
    headers = {"Accept-Encoding": "gzip" if squeezed else "identity", "Connection": "close"}
    if cookie:
        headers["Cookie"] = cookie
    if etag:
        headers["If-None-Match"] = etag
    body = None
    if said is not None:
        body = urllib.parse.urlencode(said)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request("GET" if body is None else "POST", path, body, headers)
        reply = connection.getresponse()
        raw = reply.read()
    finally:
        connection.close()
    took = time.perf_counter() - began
    heads = 17 + sum(len(name) + len(value) + 4 for name, value in reply.getheaders())
    plain = gzip.decompress(raw) if reply.getheader("Content-Encoding") == "gzip" else raw
    cookies = "; ".join(line.split(";")[0] for line in reply.headers.get_all("Set-Cookie") or [])
    text, etag = plain.decode(errors="replace"), reply.getheader("ETag") or ""
    return Answer(reply.status, text, len(raw), heads, took, cookies, etag)


def glance(address: str, path: str) -> tuple[int, int, float]:
    """One GET on a connection of its own, for as little of this process's time as Python can: status, bytes, seconds."""
    host, _, port = address.partition(":")
    asked = f"GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    began, parts = time.perf_counter(), []
    with socket.create_connection((host, int(port)), timeout=60) as line:
        line.sendall(asked.encode())
        while part := line.recv(65_536):
            parts.append(part)
    whole = b"".join(parts)
    return int(whole[9:12] or 0), len(whole), time.perf_counter() - began


def token_of(page: str) -> str:
    """The form token of a page."""
    found = TOKEN.search(page)
    return html.unescape(found.group(1)) if found else ""


def tells(address: str, words: str = WORDS) -> Flow:
    """Opens the form and sends it."""
    form = ask(address, "/tell?about=me")
    kept = ask(address, "/tell", {"token": token_of(form.text), "about": "me", "words": words})
    found = CODE.search(kept.text)
    code = " ".join(re.findall(r"<li>(\w+)</li>", found.group())) if found else ""
    return Flow(form.seconds, kept.seconds, code, kept.status)


def tells_with_files(address: str) -> tuple[Flow, int, int]:
    """The same as a browser does it: with the files of both pages, which are never kept (`no-store`); bytes and requests."""
    moved = asked = 0
    took: list[float] = []
    form = ask(address, "/tell?about=me", squeezed=True)
    said = {"token": token_of(form.text), "about": "me", "words": WORDS}
    for page in (form, ask(address, "/tell", said, squeezed=True)):
        began = time.perf_counter()
        files = [ask(address, path, squeezed=True) for path in files_of(page.text)]
        took.append(page.seconds + time.perf_counter() - began)
        moved += page.transferred + page.heads + sum(file.transferred + file.heads for file in files)
        asked += 1 + len(files)
        last = page
    found = CODE.search(last.text)
    return Flow(took[0], took[1], "shown" if found else "", last.status), moved, asked


def files_of(page: str) -> list[str]:
    """The files that a page brings along, each once, in its order."""
    return list(dict.fromkeys(path.split("#")[0] for path in FILES.findall(page) if "." in path))


def weigh(address: str, path: str) -> dict[str, object]:
    """A page with every file it brings, as transferred to a browser that takes gzip."""
    page = ask(address, path, squeezed=True)
    files = {name: ask(address, name, squeezed=True) for name in files_of(page.text)}
    bodies = page.transferred + sum(file.transferred for file in files.values())
    return {
        "requests": 1 + len(files), "bytes": bodies,
        "bytes_with_headers": bodies + page.heads + sum(file.heads for file in files.values()),
        "page": page.transferred, "page_unsqueezed": len(page.text.encode()),
        "files": {name: file.transferred for name, file in files.items()},
    }  # fmt: skip

"""A real mail server for tests: what it was given, and what it answers instead of taking it."""

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings


def written(mail: EmailMessage) -> str:
    """All that a mail says: every header and the text, but the two in which a clock and chance write their numbers."""
    lines = [f"{name}: {value}" for name, value in mail.items() if name not in ("Message-ID", "Date")]
    return "\n".join((*lines, str(mail.get_content())))


class Postbox:
    """A mail server's ears: what it was given, and what it answers instead of taking it."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage, bytes]] = []
        self.answer = "250 taken"
        self.refuses: set[str] = set()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 no such person canary-answer"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.content
        assert isinstance(raw, bytes)
        if self.answer.startswith("250"):
            parsed = email.message_from_bytes(raw, policy=email.policy.default)
            assert isinstance(parsed, EmailMessage)
            self.taken.append((envelope.rcpt_tos, parsed, raw))
        return self.answer


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def mail_server(settings: LazySettings) -> Iterator[Postbox]:
    """An SMTP server on this machine, and Django's own SMTP backend pointed at it (``settings``: the fixture)."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()

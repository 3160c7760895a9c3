"""``python -m halcyon.demo.post --port N --folder DIR``: a mail server for the practice site, so that alarms really go out.

It takes every mail on this machine and keeps the latest as files to look at. It sends nothing on to anyone.
"""

import argparse
import signal
import sys
from pathlib import Path
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from halcyon.kernel.clocks import LONDON, now

KEPT = 500


class Postbox:
    """Writes each mail to a file named by the time it came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keeps one mail, with those it was for, and lets the oldest go."""
        arrived = f"{now().astimezone(LONDON):%Y-%m-%d %H-%M-%S.%f}"
        for_whom = ", ".join(envelope.rcpt_tos).encode()
        mail = self.folder / f"{arrived}.eml"
        mail.write_bytes(b"X-Delivered-To: " + for_whom + b"\r\n" + (envelope.original_content or b""))
        for old in sorted(self.folder.glob("*.eml"))[:-KEPT]:
            old.unlink()
        return "250 kept"


def main() -> int:
    """Serves until it is told to stop."""
    parser = argparse.ArgumentParser(prog="halcyon.demo.post", description="A mail server that keeps what it is given.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    told_to_stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told_to_stop.set())
    serving = Controller(Postbox(given.folder), hostname="127.0.0.1", port=given.port)
    serving.start()
    try:
        told_to_stop.wait()
    finally:
        serving.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m halcyon.faces.worker``: runs every sweep in turn, woken by the letterbox, for as long as it lives.

A sweep that fails is said and tried again; none holds back another. Killed at any moment, nothing is lost.
"""

import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halcyon.settings.worker")

import django

log = logging.getLogger("halcyon.worker")


@dataclass
class Sweep:
    """Something done again and again: what, and how long after it was done last (seconds)."""

    name: str
    run: Callable[[], object]
    every: float
    due: float = field(default=0.0)


class Worker:
    """The loop. One sweep at a time, in one thread, on one connection; a second one listens to the letterbox."""

    def __init__(self, sweeps: list[Sweep], wait: Callable[[float], bool]) -> None:
        self.sweeps, self.wait, self.stopping = sweeps, wait, False

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True

    def run(self) -> None:
        """Until stopped: run what is due, then wait for the letterbox or for the next sweep."""
        while not self.stopping:
            for sweep in self.sweeps:
                if sweep.due <= time.monotonic() and not self.stopping:
                    self._run(sweep)
            pause = min(sweep.due for sweep in self.sweeps) - time.monotonic()
            if not self.stopping and self.wait(max(0.0, min(pause, 1.0))):
                self.sweeps[0].due = 0.0

    def _run(self, sweep: Sweep) -> None:
        from django.db import Error, connection

        try:
            again = sweep.run()
            sweep.due = time.monotonic() + (0.0 if again is True else sweep.every)
        except Error as failure:
            log.error("sweep-failed %s %s", sweep.name, type(failure).__name__)
            connection.close()
            sweep.due = time.monotonic() + max(sweep.every, 1.0)
        except Exception as failure:
            log.error("sweep-failed %s %s", sweep.name, type(failure).__name__)
            sweep.due = time.monotonic() + max(sweep.every, 5.0)


def build() -> Worker:
    """The worker of this partnership, with its secrets."""
    from django.conf import settings
    from django.db import OperationalError, connection

    from halcyon.database.starting import refuse_a_wrong_start
    from halcyon.faces.worker import comparing, copying, escalating, expiring, notifying, opening, pinning, sealing
    from halcyon.faces.worker.listening import Letterbox
    from halcyon.kernel.access.actors import Actor
    from halcyon.kernel.sealing import WorkerSecrets

    while True:
        try:
            with connection.cursor() as cursor:
                refuse_a_wrong_start(cursor)
            break
        except OperationalError:  # the database is starting or away: what waits in it waits for us
            log.error("database-away")
            connection.close()
            time.sleep(1.0)
    secrets = WorkerSecrets.load(settings.SECRETS)
    by = {verb: Actor.system(verb) for verb in ("comparing", "opening", "escalating", "notifying", "pinning")}
    checkpoints = settings.STATE / "checkpoints"
    return Worker(
        [
            Sweep("opening", lambda: opening.open_waiting(secrets, by["opening"]) == opening.BATCH, 2.0),
            Sweep("mailboxes", lambda: opening.follow_mailboxes(by["opening"]), 2.0),
            Sweep("comparing", lambda: comparing.finish(by["comparing"]) == comparing.BATCH, 2.0),
            Sweep("comparing again", lambda: comparing.again(by["comparing"]), 5.0),
            Sweep("escalating", lambda: escalating.climb(by["escalating"]), 5.0),
            Sweep("notifying", lambda: notifying.send(by["notifying"]), 2.0),
            Sweep("pages", lambda: pinning.pages(by["pinning"]), 3.0),
            Sweep("copies", copying.Copies().follow, 10.0),
            Sweep("pinning", lambda: pinning.pin(by["pinning"]), 20.0),
            Sweep("sealing", sealing.seal, 5.0),
            Sweep("checkpoints", lambda: sealing.hand_out(secrets.journal_key, checkpoints), 600.0),
            Sweep("gaps", lambda: escalating.look_ahead(by["escalating"]), 600.0),
            Sweep("expiring", expiring.run_out, 3600.0),
            Sweep("figures", lambda: pinning.figures(by["pinning"]), 3600.0),
            Sweep("reviews", lambda: pinning.nag(by["pinning"]), 3600.0),
        ],
        Letterbox(settings.DATABASES["default"]).wait,
    )


def main() -> int:
    """Runs until SIGTERM or Ctrl-C."""
    gc.disable()  # nearly all that is made now is kept: to look for what is not takes a tenth of the start
    django.setup()
    worker = build()
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    log.info("worker-started")
    worker.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())

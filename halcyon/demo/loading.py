"""Loads the demo once: only where the demo partnership is served, only while nothing has been told, all or nothing."""

from dataclasses import dataclass

from django.db import connection, transaction

from halcyon.demo import weeks
from halcyon.demo.dots import Dots
from halcyon.demo.stage import Calendar, play
from halcyon.demo.stories import Tour
from halcyon.demo.threads import Cast, looking
from halcyon.domain.contacts.models import Contact
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.sealing import Code


class NotTheDemo(ValueError):
    """Invented people may not stand beside real ones."""

    def __init__(self) -> None:
        super().__init__("Only the demo partnership has invented people to play: HALCYON_PARTNERSHIP is another one.")


@dataclass(frozen=True)
class Loaded:
    """What a visitor needs to know."""

    words: Code


def load() -> Loaded | None:
    """Plays everything up to now. None when something was told here before; raises NotTheDemo."""
    if not partnership.is_demo():
        raise NotTheDemo()
    cast, now = Cast(), clocks.now()
    if _something_was_told(cast["alun"]):
        return None
    code, calendar = cast.new_code(), Calendar(now)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set local transaction_timeout = 0")  # the desk's own is meant for one page
        play([*weeks.stories(cast, calendar), *Tour(cast, calendar, Dots(cast, calendar)).stories(code)], until=now)
    return Loaded(code)


def _something_was_told(by: Actor) -> bool:
    with transaction.atomic(), looking(by):
        return Contact.objects.exists()

"""How a name is written plainly, what it is a form of, and how it sounds: the reviewed tables and rules of `kernel.matching`."""

from functools import lru_cache

from halcyon.kernel.matching.folding import fold
from halcyon.kernel.matching.sounds import sound as skeleton
from halcyon.kernel.matching.variants import How, tables

TELLING = 3  # letters of a skeleton: a shorter one is shared by names that nobody confuses

__all__ = ["fold", "forms", "is_listed", "sound"]


def _plain(name: str) -> str:
    return fold(name).replace("'", "").replace("-", "")


@lru_cache(maxsize=1 << 15)
def forms(name: str) -> frozenset[str]:
    """The name itself, plain, and every name that it is known to be a form of: nicknames, diminutives, transliterations.

    Two names share a form when one may be written for the other: Mo and Mohammed, Gosia and Malgorzata; never Mahmood.
    """
    plain = _plain(name)
    known = [*tables().given.get(plain, {}).items(), *tables().family.get(plain, {}).items()]
    return frozenset({plain, *(found for found, how in known if how <= How.TRANSLATION)})


def is_listed(name: str) -> bool:
    """Whether the reviewed tables know this as a name or a form of one."""
    plain = _plain(name)
    return plain in tables().given or plain in tables().family


@lru_cache(maxsize=1 << 15)
def sound(name: str) -> str:
    """How a name sounds, roughly; a name of few consonants is told apart by its vowels too. Empty without letters."""
    plain = _plain(name)
    heard = skeleton(plain) if plain.isalpha() else ""
    if len(heard) >= TELLING or not heard:
        return heard
    return plain.replace("y", "i").replace("ie", "i")

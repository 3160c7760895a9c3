"""Account names and e-mail addresses: what stays when the decoration changes.

``@xX_Jay.K_04Xx``, ``jayk04`` and ``jay_k_2004`` share the stem ``jayk``. A stem under four letters is kept with its
digits, because three letters are everybody's.
"""

import re
from functools import lru_cache
from string import digits

from halcyon.kernel.matching.folding import fold

_LINK = re.compile(r"^(?:https?://)?(?:www\.|m\.)?[a-z0-9-]+\.(?:com|net|me|tv|gg|co\.uk)/(?:@|add/|u/|user/)?")
_SITE = re.compile(
    r"^(?:snap(?:chat)?|sc|insta(?:gram)?|ig|tik ?tok|tt|face ?book|fb|twitter|discord|telegram|tg|whats ?app|x)\s*[:=]\s*"
)
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"})
_DRESS = re.compile(
    r"^(?:xx*|the|its?|im|real|official|mr|miss|lil|ya ?boi|iam)[._\-]+|[._\-]+(?:xx*|official|real|uk|ldn)$"
)
_X = re.compile(r"^x{2,}(?=[a-z])|(?<=[a-z0-9])x{2,}$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")


@lru_cache(maxsize=1 << 14)
def handle(written: str) -> str:
    """The account name: folded, without @, site or link; empty when fewer than two letters or digits remain."""
    text = _SITE.sub("", _LINK.sub("", fold(written)))
    text = text.split("?", 1)[0].strip(" /@'\"")
    text = "".join(letter for letter in text.split("#", 1)[0] if letter.isalnum() or letter in "._-")
    return text[:64] if sum(letter.isalnum() for letter in text) >= 2 else ""


@lru_cache(maxsize=1 << 15)
def stem(account: str) -> str:
    """The letters of an account name once prefix, suffix, separators, trailing digits and 0-for-o are gone."""
    bare = _DRESS.sub("", _DRESS.sub("", account))
    bare = _X.sub("", _X.sub("", bare)).strip("._-")
    bare = "".join(letter for letter in bare if letter.isalnum())
    core = bare.strip(digits)
    core = core.translate(_LEET)
    return core if len(core) >= 4 else bare


@lru_cache(maxsize=1 << 14)
def email(written: str) -> str:
    """A folded address without a ``+tag`` (and without dots where the provider ignores them); empty when it is none."""
    text = fold(written).replace(" ", "").removeprefix("mailto:").strip("<>.,;'\"")
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        return ""
    local, _, domain = text.rpartition("@")
    local = local.split("+", 1)[0]
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local else ""


def local_part(address: str) -> str:
    """What stands before the @."""
    return address.rpartition("@")[0]

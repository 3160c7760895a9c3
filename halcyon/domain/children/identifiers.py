"""Numbers by which agencies know a child, and their check digits. Pure.

A number is never a key here and never unique: it is written down wrongly, given twice, and shared by mistake.
"""

from halcyon.domain.children.rules import FactIncomplete, FactKind

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The letters that a unique pupil number is checked with: I, O and S are not among them."""


def tidy(kind: FactKind, written: str) -> str:
    """A number as its agency writes it. Raises FactIncomplete when its own check says that it is not one."""
    if kind is FactKind.NHS_NUMBER:
        return _nhs(written)
    if kind is FactKind.UPN:
        return _upn(written)
    return " ".join(written.split())


def _nhs(written: str) -> str:
    digits = "".join(written.replace("-", " ").split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) == 10):
        raise FactIncomplete("value", "An NHS number has ten digits, for example 999 000 0026.")
    if nhs_check(digits[:9]) != digits[9]:
        raise FactIncomplete(
            "value", "This is not an NHS number: its last digit does not fit. Read it once more from where it stands."
        )
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def nhs_check(nine: str) -> str:
    """The tenth digit that belongs to nine (modulus 11); ``-`` when there is no such number."""
    rest = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
    return {11: "0", 10: "-"}.get(rest, str(rest))


def _upn(written: str) -> str:
    letters = "".join(written.split()).upper()
    shape = (
        len(letters) == 13 and letters.isascii() and letters[0] in UPN_LETTERS and letters[1:12].isdecimal()
        and (letters[12].isdecimal() or letters[12] in UPN_LETTERS)
    )  # fmt: skip
    if not shape:
        raise FactIncomplete(
            "value", "A unique pupil number has a letter and twelve digits, for example H801200001001."
        )
    if upn_check(letters[1:]) != letters[0]:
        raise FactIncomplete(
            "value",
            "This is not a unique pupil number: its first letter does not fit. Read it once more from where it stands.",
        )
    return letters


def upn_check(twelve: str) -> str:
    """The letter that belongs to the twelve signs after it; a temporary number ends in a letter, which counts by its place."""
    values = [int(sign) if sign.isdecimal() else UPN_LETTERS.index(sign) for sign in twelve]
    return UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, start=2)) % 23]

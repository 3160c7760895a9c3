"""Other languages: whole catalogues, drafts until a named person has confirmed these very words, numbers that never change."""

import re
from functools import cache
from pathlib import Path

import pytest

from halcyon.faces.cli.languages import gathered
from halcyon.kernel.look import catalogues
from halcyon.kernel.partnership.pack import PARTNERSHIPS, load
from tests.kernel.test_contact_point import a_real_site, point

CODES = ["pl", "ur"]
KEPT = re.compile(r"%\(\w+\)s|%%\w|\b\d[\d\s\u00a0]*\d\b|\b[1-9]\b")


def kept_as_they_are(text: str) -> set[str]:
    """Numbers and what is filled in: in every language the same."""
    return {re.sub(r"\s", "", found) for found in KEPT.findall(text)}


def confirms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, mark: str) -> None:
    """Somebody's name is written down beside a catalogue, with the mark of what they read."""
    listed, _, rest = catalogues.LIST.read_text(encoding="utf-8").partition(f"[{code}]")
    rest = rest.replace('confirmed_by = ""', 'confirmed_by = "Marta Nowak, interpreter"', 1)
    rest = rest.replace('confirmed_on = ""', 'confirmed_on = "2026-11-20"', 1)
    rest = rest.replace('confirmed_texts = ""', f'confirmed_texts = "{mark}"', 1)
    (tmp_path / "languages.toml").write_text(f"{listed}[{code}]{rest}", encoding="utf-8")
    monkeypatch.setattr(catalogues, "LIST", tmp_path / "languages.toml")
    monkeypatch.setattr(catalogues, "held", cache(catalogues.held.__wrapped__))


@pytest.mark.parametrize("code", CODES)
def test_every_text_of_the_public_pages_stands_in_every_catalogue(code: str) -> None:
    """Seen to fail with one text taken out. `halcyon publish languages --gather` puts a new one there, to be translated."""
    read = catalogues.held()[code].read
    missing = [message.id for message in gathered() if message.id and read.get(message.id) is None]
    assert not missing, f"run `halcyon publish languages --gather`: {missing}"


@pytest.mark.parametrize("code", CODES)
def test_numbers_and_what_is_filled_in_are_the_same_in_every_language(code: str) -> None:
    """Seen to fail with one digit changed in the only number that a child reads."""
    for message in catalogues.texts(catalogues.held()[code].read):
        english = message.id if isinstance(message.id, str) else message.id[-1]
        for said in [message.string] if isinstance(message.string, str) else message.string:
            assert kept_as_they_are(said) == kept_as_they_are(english), (english, said)
            assert "<" not in said


def test_a_number_in_two_parts_is_never_turned_around_in_urdu() -> None:
    """Between right-to-left words a plain space lets 0800 1111 be drawn as 1111 0800. Seen to fail with one of them."""
    for message in catalogues.texts(catalogues.held()["ur"].read):
        assert "0800 1111" not in str(message.string), message.id


def test_a_catalogue_is_a_draft_until_a_named_person_has_confirmed_these_very_texts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Seen to fail while a name alone made it no draft: a text was changed after somebody had confirmed the rest."""
    mark = catalogues.held()["pl"].mark
    assert all(each.draft and not each.confirmed_by for each in catalogues.held().values())
    confirms(monkeypatch, tmp_path, "pl", mark)
    assert not catalogues.held()["pl"].draft and catalogues.held()["ur"].draft
    folder = tmp_path / "languages"
    folder.mkdir()
    for code in CODES:
        words = catalogues.file_of(code).read_text(encoding="utf-8")
        (folder / f"{code}.po").write_text(words.replace("Nie teraz", "Potem"), encoding="utf-8")
    monkeypatch.setattr(catalogues, "FOLDER", folder)
    catalogues.held.cache_clear()
    assert catalogues.held()["pl"].draft


@pytest.mark.parametrize("code", CODES)
def test_ten_phrases_wait_for_a_reviewer_and_a_real_site_offers_none_of_them(code: str) -> None:
    """Seen to fail while any site was offered them: a sentence that nobody who speaks the language has read."""
    demo, real = load("demo"), a_real_site(point())
    english = {phrase.key: phrase for phrase in demo.phrases()}
    assert len(demo.sayings(code)) == 10
    for one in demo.sayings(code).values():
        assert one.draft_of(english[one.key]) and one.english == english[one.key].text
        assert kept_as_they_are(one.text) == kept_as_they_are(one.english)
    assert real.sayings(code) == {}
    first, *rest = real.all_sayings[code]
    reviewed = first.model_copy(
        update={"reviewed_by": "Marta Nowak, interpreter", "reviewed": demo.national_lines.reviewed}
    )
    known = real.model_copy(update={"all_sayings": {code: (reviewed, *rest)}})
    assert list(known.sayings(code)) == [first.key]
    moved = reviewed.model_copy(update={"english": "We read it."})
    assert real.model_copy(update={"all_sayings": {code: (moved, *rest)}}).sayings(code) == {}


def test_a_shared_translation_goes_along_only_with_the_english_that_it_says() -> None:
    """Seen to fail with another county's promise in Polish, under one that promises something else in English."""
    own = {file.stem for file in (PARTNERSHIPS / "oxfordshire" / "pages" / "en").glob("*.md")}
    shared = {page.slug for page in load("oxfordshire").all_pages if page.lang == "pl"}
    assert shared and not shared & own
    assert {page.slug for page in load("demo").all_pages if page.lang == "pl"} - shared <= own

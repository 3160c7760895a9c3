"""What an item names is matched, found and doubted with it: for whoever may see the item, and for nobody else."""

import uuid

import pytest

from halcyon.domain.intelligence import queries
from halcyon.domain.intelligence.commands.submitting import Piece, Sent
from halcyon.domain.intelligence.models import Item, Report
from halcyon.domain.intelligence.rules import Code, HowKnown
from halcyon.domain.intelligence.things import Thing, spotted, thing
from halcyon.domain.subjects import commands as subjects
from halcyon.domain.subjects import queries as matching
from halcyon.domain.subjects.models import Doubt, DoubtKind, Match, Mention
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.refusals import Refused
from halcyon.kernel.matching import Identity, Kind
from tests import people
from tests.conftest import as_role
from tests.domain.informing import at_the_desk, graded, grades, item_of, items, sanitises, sees, sends, with_conditions

pytestmark = pytest.mark.django_db
PHONE = Thing(Identity(kind=Kind.PHONE, phones=("07700 900142",)), "07700 900142")


def sams_contact() -> Record:
    """Sam takes down a contact that names the same phone."""
    contact, sam = people.someone_tells(), people.member("sam")
    with at_the_desk(sam):
        subjects.mention(record=contact.record, identity=PHONE.identity, written="+44 7700 900142", by=sam)
    return contact.record


def test_what_is_named_is_mentioned_on_the_item_and_not_on_the_report():
    report = sends("owen", things=(PHONE,))
    with as_role("owner"):
        (mention,) = Mention.objects.filter(written=PHONE.written)
    assert mention.record_id == item_of(report).pk
    assert mention.made_by == people.member("owen").principal


def test_a_partner_sees_nothing_of_what_their_report_is_matched_with():
    """Seen to fail: with the mentions kept on the report's record, Owen saw the match."""
    sends("marta", "The phone 07700 900142 rings at night.", things=(PHONE,))
    report = sends("owen", things=(PHONE,))
    with as_role("owner"):
        assert Match.objects.exists()
    for key in ("owen", "marta", "chair"):
        assert sees(key, Match) == sees(key, Mention) == 0
        with at_the_desk(people.member(key)), pytest.raises(Refused):
            matching.matches(report.record, by=people.member(key))
    assert sees("jo", Match) > 0


def test_whoever_saves_the_same_phone_is_told_to_ask_jo_while_the_item_is_closed_and_sees_it_once_it_is_open():
    """Seen to fail: with the item's record owned by nobody, nobody was there to ask."""
    item = item_of(sends("owen", things=(PHONE,)))
    record, sam = sams_contact(), people.member("sam")

    def found() -> matching.Matches:
        with at_the_desk(sam):
            return matching.matches(record, by=sam)

    assert [asked.name for asked in found().asks] == ["Jo Hartnoll"]
    assert item.pk not in {one.other.record for one in (*found().above, *found().others)}
    grades(item, "1A", with_conditions("ruth"))
    sanitises(item)
    assert [asked.name for asked in found().asks] == ["Jo Hartnoll"]
    grades(item)
    assert sees("sam", Mention, record=item.pk) == 1
    assert found().asks == ()


def test_a_nurse_who_saves_the_same_phone_is_told_to_ask_jo_even_when_the_team_may_read_the_item():
    """Seen to fail: with P items unlocked, whoever is not among their readers learned nothing at all."""
    item = item_of(sends("owen", things=(PHONE,)))
    grades(item)
    sanitises(item)
    contact, ruth = people.someone_tells(), people.member("ruth")
    with at_the_desk(ruth):
        subjects.mention(record=contact.record, identity=PHONE.identity, written=PHONE.written, by=ruth)
        assert [asked.name for asked in matching.matches(contact.record, by=ruth).asks] == ["Jo Hartnoll"]


def test_suspected_to_be_false_goes_wherever_the_name_goes_and_leaves_with_it():
    item = item_of(sends("owen", things=(PHONE,), grade=graded("2E", reason="He made it up, I think.")))

    def doubts() -> list[str]:
        with as_role("owner"):
            return list(Doubt.objects.filter(record=item.record).order_by("at").values_list("kind", flat=True))

    assert doubts() == [DoubtKind.SUSPECTED_FALSE]
    grades(item, "2C")
    assert doubts() == [DoubtKind.SUSPECTED_FALSE, DoubtKind.LIFTED]
    grades(item, "2E", reason="The phone was off that month.")
    assert doubts()[-1] == DoubtKind.SUSPECTED_FALSE


def test_what_is_named_later_in_a_doubted_item_is_doubted_too():
    from halcyon.domain.intelligence import commands

    report = sends("owen", grade=graded("2E", reason="He made it up, I think."))
    with at_the_desk(people.member("owen")):
        commands.name(report=report, item=item_of(report).pk, thing=PHONE, by=people.member("owen"))
    with as_role("owner"):
        assert Doubt.objects.filter(record=item_of(report).pk, kind=DoubtKind.SUSPECTED_FALSE).count() == 1


def test_what_is_made_of_several_items_is_handled_as_strictly_as_all_of_them():
    p, c = item_of(sends()), item_of(sends("owen", "Another."))
    grades(c, "1A", with_conditions("ruth", words="Ask Jo first."))
    with at_the_desk(people.member("jo")):
        assert queries.handling_of([p.pk]).code is Code.P
        both = queries.handling_of([p.pk, c.pk, uuid.uuid4()])
    assert (both.code, both.conditions) == (Code.C, ("Ask Jo first.",))


def test_two_separate_things_are_two_items_with_gradings_of_their_own():
    one, two = items(sends(more=("A second, separate thing.",)))
    grades(one, "3D")
    assert [item.position for item in (one, two)] == [1, 2]
    assert sees("jo", Item, report=one.report) == 2


def test_known_names_are_offered_to_officers_alone():
    from datetime import timedelta

    from halcyon.domain.intelligence.models import Named, Original
    from halcyon.kernel.clocks import today
    from halcyon.kernel.matching import Name

    jo = people.member("jo")
    report = sends("owen", "Rafe Tolliver waits there.")
    with at_the_desk(jo):
        first = subjects.mention(
            record=item_of(sends()).record, identity=Identity(names=(Name(whole="Rafe Tolliver"),)),
            written="Rafe Tolliver", by=jo,
        )  # fmt: skip
        subjects.open_subject(
            of=first, why="Named twice.", considered="A visit.", review_on=today() + timedelta(days=9), owner=jo.principal,
            by=jo,
        )  # fmt: skip

    def offered(key: str) -> list[str]:
        with at_the_desk(people.member(key)):
            found = Report.objects.get(pk=report.pk)
            return [
                one.thing.written
                for one in queries.offers(
                    Original.objects.filter(record=found.pk),
                    Named.objects.filter(record=found.pk),
                    by=people.member(key),
                )
            ]

    assert offered("jo") == ["Rafe Tolliver"]
    assert offered("owen") == []


@pytest.mark.parametrize(
    ("kind", "said", "identity"),
    [
        ("people", {"name": "Dez Marlowe", "alias": "Dezzy, D", "born": "1991-02-03"}, {"born": "1991-02-03"}),
        ("people", {"name": "Dez", "born": "about 30"}, {"age": "30"}),
        ("vehicles", {"plate": "AB12 ???", "about": "silver"}, {"vehicles": ["AB12 ???"]}),
        ("phones", {"number": "07700 900142"}, {"phones": ["07700 900142"]}),
        ("online", {"name": "@dez_drives"}, {"handles": ["@dez_drives"]}),
        ("online", {"name": "dez@mail.example"}, {"emails": ["dez@mail.example"]}),
        ("places", {"address": "The Otter", "postcode": "ZZ1 1ZZ"}, {"postcodes": ["ZZ1 1ZZ"]}),
    ],
)
def test_plain_fields_become_what_the_matcher_reads(kind, said, identity):
    made = thing(kind, said)
    assert made is not None
    assert identity.items() <= made.identity.to_json().items()
    assert thing(kind, dict.fromkeys(said, " ")) is None


def test_what_is_taken_up_is_not_offered_again():
    text = "He rings from 07700 900142, in AB12 CDE, and writes as @dez_drives or dez@mail.example."
    assert {one.kind.value for one in spotted(text)} == {"phone", "vehicle", "account"}
    left = [one.written for one in spotted(text, besides=["07700 900142", "ab12 cde, silver"])]
    assert left == ["@dez_drives", "dez@mail.example"]


def test_a_report_without_words_is_asked_for_them():
    from halcyon.domain.intelligence import commands, rules

    for pieces in ((), (Piece(" ", graded()),)):
        with as_role("desk"), pytest.raises(rules.ReportIncomplete):
            commands.submit(sent=Sent(pieces, HowKnown.SAW), drop=uuid.uuid4(), by=people.member("owen"))

"""Links, roles, concern and the network: inside the reader's right, and never a child typed only as a suspect."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.commands.concern import Told
from halcyon.domain.subjects.models import Answered, DoubtKind, Link, LinkType, Mention, Role, Same, Status, Subject
from halcyon.domain.subjects.queries.network import Network
from halcyon.domain.subjects.rules import Incomplete
from halcyon.kernel import clocks
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.domain.subjected import a_person, a_phone, a_plate, closes, does, found, names, told

pytestmark = pytest.mark.django_db


def around(key: str, mention: Mention, **said: Any) -> Network:
    given = {"as_of": clocks.now()} | said
    return does(key, queries.network, start=[mention.pk], **given)


def of_concern(mention: Mention) -> Subject:
    return does(
        "jo", commands.open_subject, of=mention, why="Named by two girls.", considered="A warning notice.",
        review_on=clocks.today() + timedelta(days=20), owner=people.member("jo").principal,
    )  # fmt: skip


def test_a_person_is_linked_to_the_phone_and_car_they_are_named_with():
    """Seen to fail: without the link between a person and what they are named with."""
    person = names("sam", told(), a_person(phones=("07700 900142",), vehicles=("AB12 CDE",)))
    kinds = {link.b.kind: link.type for link in Link.objects.filter(a=person).select_related("b")}
    assert kinds == {"phone": LinkType.USES, "vehicle": LinkType.DRIVES}


def test_three_records_of_three_agencies_hang_together_through_one_phone_in_two_steps():
    """Seen to fail: with no two records ever called unconnected."""
    people_named = [
        names(key, told(), a_person(given, "Unlike", phones=("07700 900142",)), written=given)
        for key, given in (("ruth", "Amber"), ("jo", "Boris"), ("sam", "Chidi"))
    ]
    same = [one for one in found("sam", people_named[0].record).above if one.mine.kind == "phone"]
    assert len(same) == 2
    for one in same:
        a, b = Mention.objects.get(pk=one.mine.mention), Mention.objects.get(pk=one.other.mention)
        does("sam", commands.judge, a=a, b=b, answer=Same.SAME, reason="The very same number.")
    shown = around("sam", people_named[0])
    assert {node.words for node in shown.nodes if node.kind == "person"} == {"Amber", "Boris", "Chidi"}
    phone = next(node for node in shown.nodes if node.kind == "phone")
    assert phone.apart
    assert len(phone.records) == 3


def test_a_hidden_record_joins_nothing_and_is_counted_only_where_its_lock_is_ask():
    """Seen to fail: with nobody to ask about what is closed."""
    mine = names("sam", told(), a_person(phones=("07700 900142",)), written="Amber")
    theirs = names("jo", told(), a_person("Boris", "Unlike", phones=("07700 900142",)), written="Boris")
    before = around("sam", mine)
    closes(theirs.record, Lock.SILENT)
    silent = around("sam", mine)
    assert {node.words for node in silent.nodes} <= {"Amber", "07700 900142"}
    assert silent.asks == ()
    assert len(silent.lines) < len(before.lines)
    closes(theirs.record, Lock.ASK, by="helen")
    assert [ask.name for ask in around("sam", mine).asks] == ["Helen Marchbanks"]


def test_the_shortest_way_leads_through_what_both_are_named_with():
    """Seen to fail: with a way of two steps at most."""
    first = names("sam", told(), a_person("Amber", "One", phones=("07700 900142",)), written="Amber")
    last = names("jo", told(), a_person("Boris", "Two", phones=("07700 900142",)), written="Boris")
    alone = names("jo", told(), a_person("Zed", "Nobody"), written="Zed")
    way = does("sam", queries.path, a=first.pk, b=last.pk, as_of=clocks.now())
    kinds = [Mention.objects.get(pk=one).kind for one in way]
    assert kinds == ["person", "phone", "phone", "person"]
    assert does("sam", queries.path, a=first.pk, b=alone.pk, as_of=clocks.now()) == []
    closes(last.record, Lock.SILENT)
    with pytest.raises(Exception, match="nothing here"):
        does("sam", queries.path, a=first.pk, b=last.pk, as_of=clocks.now())


def test_the_network_is_as_it_was_known_on_a_day():
    """Seen to fail: with everything that is named today in the picture of a past day."""
    then = clocks.now() - timedelta(days=30)
    with clocks.at(then):
        person = names("sam", told(), a_person(phones=("07700 900142",)), written="Amber")
    names("sam", person.record, a_plate(), written="AB12 CDE")
    assert {node.words for node in around("sam", person, as_of=then + timedelta(days=1)).nodes} == {
        "Amber",
        "07700 900142",
    }
    assert len(around("sam", person).nodes) == 3


def test_doubts_concern_and_how_far_a_link_held_are_those_of_the_day_asked_for():
    """Seen to fail: with each of them as it is today. The picture of a past day is what it was on that day."""
    first = clocks.now() - timedelta(days=30)
    with clocks.at(first):
        record = told()
        dez, phone = names("jo", record, a_person("Dez", "B"), written="Dez"), names("jo", record, a_phone())
        link = does("jo", commands.link, record=record, a=dez, b=phone, type=LinkType.USES, role_a=Role.OF_CONCERN)
    shown = [(first, around("jo", dez, as_of=first))]
    for day, act in (
        (5, lambda: does("jo", commands.say_of_link, link=link, status=Status.CORROBORATED, why="Seen with it.")),
        (10, lambda: does("jo", commands.doubt, mention=dez, kind=DoubtKind.SUSPECTED_FALSE, why="A rumour.")),
        (15, lambda: of_concern(dez)),
        (20, lambda: does("jo", commands.say_of_link, link=link, status=Status.DISPROVED, why="Another man.")),
    ):
        moment = first + timedelta(days=day)
        with clocks.at(moment):
            act()
            shown.append((moment, around("jo", dez, as_of=moment)))
    for moment, then in shown:
        assert around("jo", dez, as_of=moment) == then
    assert len({str(then.nodes) + str(then.lines) for _, then in shown}) == len(shown), "each day shows what it added"


def test_two_people_of_concern_are_linked_through_one_phone_unless_it_is_doubted():
    """Seen to fail: with lines counted whatever was said of them."""
    record = told()
    boris, dez, phone = (
        names("jo", record, thing, written=words)
        for thing, words in ((a_person("Boris", "A"), "Boris"), (a_person("Dez", "B"), "Dez"), (a_phone(), "the phone"))
    )
    links = [
        does("jo", commands.link, record=record, a=person, b=phone, type=LinkType.USES, role_a=Role.OF_CONCERN)
        for person in (boris, dez)
    ]
    of_concern(boris)
    of_concern(dez)
    assert len(around("jo", boris).linked_of_concern) == 1
    does("jo", commands.say_of_link, link=links[0], status=Status.SUSPECTED_FALSE, why="The caller rang back.")
    assert around("jo", boris).linked_of_concern == ()
    said = does(
        "jo",
        commands.say_of_link,
        link=links[0],
        status=Status.DISPROVED,
        why="Kept: two others say so.",
        counts_anyway=True,
    )
    assert said.review_on == clocks.today() + timedelta(days=28)
    assert len(around("jo", boris).linked_of_concern) == 1


def test_a_child_is_never_typed_only_as_a_suspect_nor_of_concern():
    """Seen to fail: with check_roles taken from ``link``."""
    record = told()
    child, phone = names("sam", record, a_person("Kai", "Young", age="15")), names("sam", record, a_phone())
    with pytest.raises(Incomplete, match="This is a child"):
        does("sam", commands.link, record=record, a=child, b=phone, type=LinkType.USES, role_a=Role.SUSPECT)
    with pytest.raises(Incomplete, match="never a person of concern"):
        of_concern(child)
    does("sam", commands.link, record=record, a=child, b=phone, type=LinkType.USES, role_a=Role.CHILD_USED)
    does("sam", commands.link, record=record, a=child, b=phone, type=LinkType.USES, role_a=Role.SUSPECT)
    view = does("sam", queries.subject, key=child.pk)
    assert all(link.my_role.startswith("child") for link in view.links)


def test_ethnicity_is_asked_never_inferred_and_nobody_is_asked_twice_by_a_blank():
    """Seen to fail: with words and who said them never asked to go together."""
    subject = of_concern(names("jo", told(), a_person("Mohammed", "Khan")))
    assert (subject.ethnicity, subject.ethnicity_said) == ("", Answered.NOT_YET_ASKED)
    with pytest.raises(Incomplete):
        Told("", Answered.SELF_DEFINED).check()
    with pytest.raises(Incomplete):
        Told("Irish", Answered.NOT_YET_ASKED).check()


def test_what_is_doubted_is_shown_wherever_the_name_is_and_falls_due_in_28_days():
    """Seen to fail: with no day on which a doubt is looked at again."""
    one, two = names("jo", told(), a_phone()), names("sam", told(), a_phone())
    does("jo", commands.doubt, mention=one, kind=DoubtKind.SUSPECTED_FALSE, why="The caller rang back.")
    assert found("sam", two.record).above[0].other.doubt == DoubtKind.SUSPECTED_FALSE
    assert does("sam", queries.subject, key=one.pk).doubts == (DoubtKind.SUSPECTED_FALSE,)
    assert does("jo", queries.due_for_review) == []
    with clocks.at(clocks.now() + timedelta(days=28)):
        assert [due.named.mention for due in does("jo", queries.due_for_review)] == [one.pk]


def test_there_is_no_score_on_a_child_and_nothing_is_called_one():
    """Seen to fail: with a field ``risk`` on Review."""
    forbidden = ("score", "risk", "rating", "probability")
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("subjects").get_models()
        for field in model._meta.get_fields()
    ]
    assert [name for name in fields if any(word in name.lower() for word in forbidden)] == []

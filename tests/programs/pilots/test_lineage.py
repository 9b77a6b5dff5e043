"""Graduates become pembina, businesses ask or are brought together, and it is passed on."""

import pytest
from django.utils import timezone

from programs.pilots.errors import MenteeTaken, MentorRefused, MentorshipRefused, ReasonMissing
from programs.pilots.lineage import matching, mentors, queries
from programs.pilots.lineage.queries import Numbers
from programs.pilots.models import Mentor, Mentorship
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.own_data import held_about
from soksi_portal.common.errors import RuleViolation
from tests.factories import (
    make_business,
    make_cadre,
    make_nomination,
    make_pilot,
    make_province,
    make_user,
    without_account,
)
from tests.programs.pilots.embryo import REASON, make_graduate, make_mentor, make_mentorship
from tests.programs.pilots.makers import told
from umkm.businesses.ties import tie_of
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import StillNeeded, erase_person
from umkm.cadres.models import Cadre
from umkm.cadres.rights.services import ask

pytestmark = pytest.mark.django_db


def test_graduate_is_invited_and_willing():
    pilot, coordinator = make_graduate(), make_user(Role.COORDINATOR, province=make_province())
    mentor = mentors.invite_mentor(business=pilot.business, by=coordinator)
    with pytest.raises(MentorRefused, match="sudah diundang"):
        mentors.invite_mentor(business=pilot.business, by=coordinator)
    with pytest.raises(MentorRefused, match="Hanya pemilik"):
        mentors.answer_invitation(mentor=mentor, agrees=True, by=coordinator)
    willing = mentors.answer_invitation(mentor=mentor, agrees=True, by=pilot.business.owner.user)
    assert willing.state == "active"
    assert told()[-2:] == [
        ("mentor_invited", pilot.business.owner.full_name),
        ("mentor_answered", coordinator.full_name),
    ]


def test_graduate_is_not_willing_and_may_be_asked_again():
    pilot, coordinator = make_graduate(), make_user(Role.COORDINATOR, province=make_province())
    mentor = mentors.invite_mentor(business=pilot.business, by=coordinator)
    mentors.answer_invitation(mentor=mentor, agrees=False, by=pilot.business.owner.user)
    assert mentors.invite_mentor(business=pilot.business, by=coordinator).pk != mentor.pk


def test_graduate_offers_herself_and_only_graduates_do():
    pilot = make_graduate()
    assert mentors.offer_to_mentor(business=pilot.business, by=pilot.business.owner.user).state == "active"
    sitting = make_pilot()
    with pytest.raises(MentorRefused, match="sudah lulus"):
        mentors.offer_to_mentor(business=sitting.business, by=sitting.business.owner.user)
    with pytest.raises(MentorRefused, match="Hanya pemilik"):
        mentors.offer_to_mentor(business=make_graduate().business, by=make_user(Role.BOARD))


def test_other_provinces_coordinator_neither_invites_nor_brings_together():
    stranger = make_user(Role.COORDINATOR, province=make_province("91"))
    with pytest.raises(MentorRefused):
        mentors.invite_mentor(business=make_graduate().business, by=stranger)
    with pytest.raises(MentorshipRefused):
        matching.propose_mentorship(mentor=make_mentor(), business=make_business(), by=stranger)


def test_owner_asks_and_the_pembina_agrees():
    mentor, business = make_mentor(), make_business()
    asked = matching.propose_mentorship(mentor=mentor, business=business, by=business.owner.user)
    assert (asked.state, asked.mentor_agreed_at) == ("proposed", None)
    begun = matching.agree_to_mentorship(mentorship=asked, by=mentor.business.owner.user)
    assert (begun.state, begun.began_at is not None) == ("active", True)
    occasions = [occasion for occasion, _who in told()][-3:]
    assert occasions == ["mentorship_asked", "mentorship_begun", "mentorship_begun"]


def test_brought_together_begins_when_both_have_agreed():
    mentor, business = make_mentor(), make_business()
    asked = matching.propose_mentorship(
        mentor=mentor, business=business, by=make_user(Role.COORDINATOR, province=make_province())
    )
    half = matching.agree_to_mentorship(mentorship=asked, by=business.owner.user)
    assert half.state == "proposed"
    assert matching.agree_to_mentorship(mentorship=asked, by=mentor.business.owner.user).state == "active"
    with pytest.raises(MentorshipRefused, match="sudah dijawab"):
        matching.agree_to_mentorship(mentorship=asked, by=business.owner.user)


def test_one_pembina_answers_what_others_were_asked():
    business = make_business()
    first, second = make_mentor(), make_mentor()
    asked = [
        matching.propose_mentorship(mentor=mentor, business=business, by=business.owner.user)
        for mentor in (first, second)
    ]
    matching.agree_to_mentorship(mentorship=asked[0], by=first.business.owner.user)
    asked[1].refresh_from_db()
    assert asked[1].state == "declined"
    with pytest.raises(MenteeTaken, match="Satu usaha punya satu pembina"):
        matching.propose_mentorship(mentor=second, business=business, by=business.owner.user)


@pytest.mark.parametrize("kind", ["own", "elsewhere", "unverified", "restricted", "no_account"])
def test_who_does_not_fit_reads_why(kind):
    mentor, board = make_mentor(), make_user(Role.BOARD)
    business = {
        "own": lambda: make_business(owner=mentor.business.owner),
        "elsewhere": lambda: make_business(province=make_province("91")),
        "unverified": lambda: make_business(state="submitted"),
        "restricted": lambda: make_business(owner=make_cadre(restricted_at=timezone.now())),
        "no_account": make_business,
    }[kind]()
    if kind == "no_account":
        without_account(business.owner)
    with pytest.raises(RuleViolation) as refusal:
        matching.propose_mentorship(mentor=mentor, business=business, by=board)
    assert refusal.type is MentorshipRefused


def test_circle_is_refused_with_a_sentence():
    first, second = make_graduate(), make_graduate()
    make_mentorship(mentor=make_mentor(pilot=first), business=second.business)
    with pytest.raises(MentorshipRefused, match="belajar dari"):
        matching.propose_mentorship(
            mentor=make_mentor(pilot=second), business=first.business, by=first.business.owner.user
        )


def test_mentorship_ends_with_a_reason_by_either_side():
    mentorship = make_mentorship()
    with pytest.raises(ReasonMissing):
        matching.end_mentorship(mentorship=mentorship, reason="Cukup.", by=mentorship.business.owner.user)
    with pytest.raises(MentorshipRefused):
        matching.end_mentorship(mentorship=mentorship, reason=REASON, by=make_business().owner.user)
    ended = matching.end_mentorship(mentorship=mentorship, reason=REASON, by=mentorship.business.owner.user)
    assert (ended.state, ended.end_reason) == ("ended", REASON)
    assert told()[-1][0] == "mentorship_ended"


def test_pembina_who_stops_ends_what_she_guides():
    mentor = make_mentor()
    running, asked = make_mentorship(mentor=mentor), make_mentorship(mentor=mentor, state="proposed")
    mentors.end_mentor(mentor=mentor, reason=REASON, by=mentor.business.owner.user)
    assert list(Mentorship.objects.order_by("pk").values_list("pk", "state")) == [
        (running.pk, "ended"),
        (asked.pk, "declined"),
    ]
    assert Mentor.objects.get().state == "ended"


def test_pembina_reads_that_the_coordinator_ended_it():
    mentor = make_mentor()
    coordinator = make_user(Role.COORDINATOR, province=mentor.province)
    mentors.end_mentor(mentor=mentor, reason=REASON, by=coordinator)
    assert told()[-1] == ("mentor_ended", mentor.business.owner.user.full_name)


def test_who_asked_reads_that_the_pembina_declined():
    mentor, business = make_mentor(), make_business()
    asked = matching.propose_mentorship(mentor=mentor, business=business, by=business.owner.user)
    matching.decline_mentorship(mentorship=asked, by=mentor.business.owner.user, reason="Sedang sibuk.")
    declined = [name for occasion, name in told() if occasion == "mentorship_declined"]
    assert declined == [business.owner.full_name]


def test_tree_and_counts_over_three_generations():
    root = make_mentor()
    province, board = root.province, make_user(Role.BOARD)
    middle = make_graduate()
    make_mentorship(mentor=root, business=middle.business)
    make_mentorship(mentor=root)
    leaf = make_mentorship(mentor=make_mentor(pilot=middle), business=make_business(has_bank_loan=True))
    make_pilot(nomination=make_nomination(business=leaf.business, **accepted()))
    assert queries.passed_on(province) == {root.business_id: (2, 3), middle.business_id: (1, 1)}
    (tree,) = queries.province_tree(province, board)
    assert (tree.business, tree.direct, tree.passed_on) == (root.business, 2, 3)
    assert [child.fate.label for child in tree.children] == ["Lulus", "Terverifikasi"]
    (grandchild,) = tree.children[0].children
    assert (grandchild.business, grandchild.fate.label) == (leaf.business, "UMKM percontohan")
    assert queries.numbers_by_province()[province.pk] == Numbers(
        mentors=2, graduates=2, mentees=3, nominated=2, pilots=2, graduated=1, bank_access=1
    )


def accepted() -> dict[str, object]:
    return {"state": "accepted", "decided_by": make_user(Role.JAMKRINDO), "decided_at": timezone.now()}


def test_restricted_people_are_in_no_tree():
    mentorship = make_mentorship()
    Cadre.objects.filter(pk=mentorship.business.owner_id).update(restricted_at=timezone.now())
    (tree,) = queries.province_tree(mentorship.province, make_user(Role.BOARD))
    assert (tree.children, tree.passed_on) == ([], 1)  # the number stays
    assert len(queries.province_tree(mentorship.province, make_user(Role.ADMIN))[0].children) == 1


def test_business_that_guides_or_is_guided_is_tied():
    mentorship = make_mentorship()
    assert "sedang dibina" in tie_of(mentorship.business)
    assert "sedang menjadi pembina" in tie_of(mentorship.guide)


def test_erasure_waits_for_what_runs_and_takes_the_words():
    mentorship = make_mentorship()
    person = mentorship.business.owner.user
    request = ask(user=person, kind=DataRequestKind.ERASE)
    with pytest.raises(StillNeeded, match="sedang dibina"):
        erase_person(request=request, by=make_user(Role.ADMIN), reason="Permintaan sendiri")
    matching.end_mentorship(mentorship=mentorship, reason=REASON, by=person)
    erase_person(request=request, by=make_user(Role.ADMIN), reason="Permintaan sendiri")
    mentorship.refresh_from_db()
    assert (mentorship.state, mentorship.end_reason) == ("ended", "(dihapus)")
    assert {event.end_reason for event in mentorship.events.all()} <= {"(dihapus)"}


def test_what_is_held_names_both_sides():
    mentorship = make_mentorship()
    for person, records in ((mentorship.guide.owner.user, 2), (mentorship.business.owner.user, 1)):
        held = {section.key: len(section.records) for section in held_about(person)}
        assert held["pembinaan"] == records
    held = {section.key: len(section.records) for section in held_about(mentorship.guide.owner.user)}
    assert held["kelulusan"] == 1

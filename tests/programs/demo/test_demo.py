"""The demo tells its story: all states, seats full, half full and empty, sessions past and coming."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from programs.bankaccess.models import ReadinessScore
from programs.demo.accounts import ACCOUNTS, CADRE, COORDINATOR, JAMKRINDO
from programs.impact.models import Snapshot
from programs.impact.queries import impact
from programs.mentoring.models import ActionItem, Assignment, MentorProfile, Report
from programs.mentoring.reports.books import books_of
from programs.mentoring.reports.discipline import records_of
from programs.partnership.choices import Standing
from programs.partnership.models import Memorandum, Phase
from programs.partnership.queries import commitments_of
from programs.pilots.models import (
    Draft,
    EligibilityException,
    Graduation,
    Mentorship,
    Move,
    Nomination,
    Pilot,
    Review,
    Seat,
    SeatOffer,
    Story,
)
from programs.pilots.reviews.queries import waiting_for_review, with_review_count
from programs.pilots.reviews.results import ranking, results_of
from programs.training.coverage.queries import provinces_without_teacher
from programs.training.models import Invitation, Session, TrainerProfile
from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message
from tests.demo import demo_database
from umkm.businesses.documents.queries import documents_of
from umkm.businesses.models import Business, ChangeRequest, PossibleDuplicate
from umkm.cadres.addresses.queries import troubles_visible_to
from umkm.cadres.models import Cadre
from umkm.regions.models import StandIn

# one process makes the demo, the others do not wait for it
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), demo_database():
        yield


def test_each_account_holds_its_role(demo):
    held = {user.email: user.roles for user in User.objects.filter(email__endswith="@demo.test")}
    assert held == {email: {role.value} for email, _name, role in ACCOUNTS}
    assert all(user.check_password("demo-umkm-2026") for user in User.objects.filter(email=CADRE))


def test_businesses_are_in_all_states(demo):
    counts = Counter(Business.objects.values_list("state", flat=True))
    assert set(counts) == {"draft", "submitted", "returned", "verified"}
    assert sum(counts.values()) > 2_000


def test_coordinator_at_home_has_requests_and_pairs_to_decide(demo):
    assert ChangeRequest.objects.open().filter(province="32").count() == 2
    assert PossibleDuplicate.objects.open().filter(province="32").count() >= 3


def test_seats_are_full_half_full_and_empty(demo):
    phase = Phase.objects.open().get()
    taken = Counter(Pilot.objects.active().filter(seat__phase=phase).values_list("seat__province", flat=True))
    per_province = Counter(taken.get(code, 0) for code in phase.provinces.values_list("province", flat=True))
    assert (sum(per_province.values()), Seat.objects.filter(phase=phase).count()) == (38, 76)
    assert set(per_province) == {0, 1, 2}


def test_first_phase_is_closed_with_the_34_provinces_of_its_day(demo):
    first = Phase.objects.earliest("starts_on")
    assert (first.state, first.provinces.count()) == ("closed", 34)


def test_memorandum_of_2015_holds_nothing_of_the_story(demo):
    founding = Memorandum.objects.earliest("signed_on")
    assert (founding.phases.count(), founding.commitments.count(), founding.clauses.count()) == (1, 1, 1)
    assert (founding.amendments.count(), founding.papers.count()) == (0, 0)
    assert founding.valid_until is None


def test_invented_memorandum_is_amended_and_has_a_commitment_in_each_state(demo):
    memorandum = Memorandum.objects.latest("signed_on")
    running, ended = commitments_of(memorandum)
    assert "data demo" in memorandum.title
    assert {account.standing for account in running} == set(Standing)
    assert (len(ended), memorandum.amendments.count()) == (1, 1)
    phase = memorandum.phases.get()
    assert (phase.is_open, phase.stages.count(), phase.criteria.count()) == (True, 5, 5)


def test_nominations_are_in_all_states(demo):
    assert set(Nomination.objects.values_list("state", flat=True)) == {
        "proposed", "accepted", "waitlisted", "declined", "withdrawn",
    }  # fmt: skip


def test_selection_at_home_shows_a_tie_an_exception_a_conflict_and_what_waits(demo):
    phase = Phase.objects.open().get()
    proposed = Nomination.objects.filter(phase=phase, province="32", state="proposed")
    places = ranking(results_of(proposed).values())
    assert [place.tie != "" for place in places] == [True]
    approved = EligibilityException.objects.filter(state="approved", business__in=proposed.values("business"))
    assert approved.count() == 1
    assert EligibilityException.objects.open().filter(business__province="32").count() == 1
    assert Review.objects.filter(nomination__in=proposed, declaration="conflict").count() == 1
    rina = User.objects.get(email=JAMKRINDO)
    drafts = Review.objects.filter(nomination__in=proposed, reviewer=rina, handed_in_at=None)
    assert drafts.count() == 1
    assert waiting_for_review(proposed, rina).count() == 2


def test_sessions_are_past_and_coming_and_the_demo_cadre_has_one_to_answer(demo):
    now = timezone.now()
    assert Session.objects.filter(state="held", ends_at__lt=now).count() > 20
    assert Session.objects.filter(state="planned", starts_at__gt=now).count() > 10
    assert Invitation.objects.filter(
        person__email=CADRE, state="invited", session__starts_at__gt=now
    ).exists()


def test_those_who_wait_longest_show_their_papers(demo):
    waiting = Business.objects.filter(province="32", state="submitted").order_by("submitted_at", "pk")
    hers = Business.objects.filter(owner__user__email=CADRE)
    for business in (*hers, *waiting[:3]):
        assert {"ktp", "photo"} <= {line.kind for line in documents_of(business)}


def test_second_run_changes_nothing(demo):
    before = User.objects.count()
    call_command("demo_data", verbosity=0)
    assert User.objects.count() == before


def test_demo_is_refused_where_the_portal_is_no_demo(settings, db):
    settings.DEMO = False
    with pytest.raises(CommandError, match="tidak pernah di produksi"):
        call_command("demo_data")


def test_cards_wait_come_back_and_are_verified_each_with_its_decision(demo):
    for state in ("submitted", "returned", "verified"):
        assert Cadre.objects.filter(state=state).count() > 10, state
    assert not Cadre.objects.filter(user__isnull=False, user__consents=None).exists()
    undecided = Cadre.objects.filter(state__in=("returned", "verified"), verifications=None)
    assert not undecided.exists()
    assert not Business.objects.filter(state="verified").exclude(owner__state="verified").exists()
    assert StandIn.objects.today().get().post.province_id == "36"


def test_one_has_graduated_guides_two_and_its_story_is_out_while_another_waits(demo):
    graduation = Graduation.objects.get(pilot__seat__phase=Phase.objects.open().get())
    guided = Mentorship.objects.active().filter(guide=graduation.pilot.business)
    assert guided.count() == 2
    assert Pilot.objects.active().filter(business__in=guided.values("business")).count() == 1
    assert Story.objects.published().get().photos.count() == 2
    assert Story.objects.get(state="asked").business.owner.user.email == CADRE


def test_freed_seats_and_an_open_draft_are_there(demo):
    assert set(SeatOffer.objects.values_list("state", flat=True)) == {"open", "declined"}
    assert Move.objects.count() == 1
    drafted = Nomination.objects.filter(pk__in=Draft.objects.open().get().decisions.values("nomination"))
    judged = [one.reviewed >= one.phase.least_reviews for one in with_review_count(drafted)]
    assert (judged.count(True) >= 3, judged.count(False)) == (True, 1)


def test_phase_has_a_path_and_a_series_along_it(demo):
    phase = Phase.objects.open().get()
    path = list(phase.path.values_list("module__code", flat=True))
    assert path == ["PBK", "ARK", "LGL", "PDG", "RUS", "BNK"]
    together = Session.objects.exclude(series=None).order_by("starts_at")
    assert list(together.values_list("module__code", "mode")) == [(code, "hybrid") for code in path[:3]]


def test_trainers_have_profiles_and_some_provinces_lack_a_teacher(demo):
    assert TrainerProfile.objects.filter(trainer_provinces__isnull=True).count() == 0
    assert provinces_without_teacher().exists()


def test_demo_cadre_has_six_months_of_books_and_others_some(demo):
    siti = Business.objects.get(owner__user__email=CADRE, pilots__isnull=False)
    record = records_of([siti.pk])[siti.pk]
    assert (record.complete(6), record.in_time(6)) == (6, 5)
    last = Report.objects.filter(business=siti).latest("month")
    assert (last.versions.count(), last.current.difference) == (2, -25_000)
    assert sum(entry.amount for entry in last.cash_books.get().entries.filter(kind="cash_purchase")) > 0
    books = books_of(siti)
    assert [one.cash.difference for one in books.months[:-1]] == [0] * 5
    assert all(one.position.cash >= 0 for one in books.months)
    assert Report.objects.monthly().sent().values("business").distinct().count() > 30


def test_readiness_of_the_demo_cadre_rose_month_by_month(demo):
    scores = ReadinessScore.objects.filter(business__owner__user__email=CADRE).order_by("number")
    told = list(scores.values_list("day", "total"))
    assert len(told) >= 5
    assert [total for _day, total in told] == sorted(total for _day, total in told)
    with_history = ReadinessScore.objects.filter(number=3).values("business").distinct()
    assert with_history.count() >= 10


def test_earlier_phase_shows_what_the_programme_did(demo):
    told = impact(Snapshot.objects.get())
    assert [(one.state, bool(one.verdict)) for one in told.outcomes] == [("few", True)] * 3
    assert all(one.interval for one in told.outcomes)
    assert told.discipline.is_shown


def test_demo_cadre_is_mentored_has_three_visits_and_tasks_in_each_state(demo):
    assignment = Assignment.objects.running().get(business__owner__user__email=CADRE)
    assert assignment.mentor.user.email == JAMKRINDO
    visits = assignment.business.visits
    assert sorted(visits.values_list("state", flat=True)) == ["done", "done", "proposed"]
    overdue = ActionItem.objects.overdue().filter(business=assignment.business)
    assert sorted(overdue.values_list("owner", flat=True)) == ["cadre", "mentor"]
    assert assignment.business.action_items.filter(state="done").count() == 1
    assert all(one.load <= one.capacity for one in MentorProfile.objects.with_load())


def test_a_message_failed_its_address_waits_for_the_coordinator_and_somebody_waits_for_a_place(demo):
    failed = Message.objects.get(state="failed", address__contains="@")
    coordinator = User.objects.get(email=COORDINATOR)
    [trouble] = troubles_visible_to(coordinator)
    assert (trouble.address, failed.tries.count()) == (failed.address, 1)
    waiting = Invitation.objects.filter(state="waiting", session__starts_at__gt=timezone.now())
    assert waiting.count() == 1

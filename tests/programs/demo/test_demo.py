"""The demo tells its story: all states, seats full, half full and empty, sessions past and coming."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from programs.demo.accounts import ACCOUNTS, CADRE
from programs.partnership.models import Phase
from programs.pilots.models import Nomination, Pilot, Seat
from programs.training.coverage.queries import provinces_without_teacher
from programs.training.models import Invitation, Session, TrainerProfile
from soksi_portal.accounts.models import User
from tests.demo import demo_database
from umkm.businesses.documents.queries import documents_of
from umkm.businesses.models import Business, ChangeRequest, PossibleDuplicate
from umkm.cadres.models import Cadre
from umkm.regions.models import StandIn

pytestmark = pytest.mark.django_db


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


def test_nominations_are_in_all_states_but_withdrawn(demo):
    assert set(Nomination.objects.values_list("state", flat=True)) == {
        "proposed", "accepted", "waitlisted", "declined",
    }  # fmt: skip


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
    undecided = Cadre.objects.filter(state__in=("returned", "verified"), verifications=None)
    assert not undecided.exists()
    assert not Business.objects.filter(state="verified").exclude(owner__state="verified").exists()
    assert StandIn.objects.today().get().post.province_id == "36"


def test_phase_has_a_path_and_a_series_along_it(demo):
    phase = Phase.objects.open().get()
    path = list(phase.path.values_list("module__code", flat=True))
    assert path == ["PBK", "ARK", "LGL", "PDG", "RUS", "BNK"]
    together = Session.objects.exclude(series=None).order_by("starts_at")
    assert list(together.values_list("module__code", "mode")) == [(code, "hybrid") for code in path[:3]]


def test_trainers_have_profiles_and_some_provinces_lack_a_teacher(demo):
    assert TrainerProfile.objects.filter(trainer_provinces__isnull=True).count() == 0
    assert provinces_without_teacher().exists()

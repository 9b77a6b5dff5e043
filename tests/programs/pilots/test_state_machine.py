"""Any order of what people do to seats: after each step the rules of the product page hold, and the tallies are exact."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from programs.partnership.services import set_quotas
from programs.pilots import services
from programs.pilots.choices import AnsweredBy, NominationState, PilotOutcome
from programs.pilots.models import Nomination, Pilot, Seat, SeatOffer
from programs.pilots.tasks import carry_on_offers, fold_tallies
from soksi_portal.accounts.choices import Role
from soksi_portal.common.errors import RuleViolation
from tests.factories import make_business, make_nomination, make_phase, make_province, make_user
from tests.programs.pilots.test_tallies import counted, kept
from umkm.businesses.choices import BusinessState

pytestmark = pytest.mark.django_db

REASON = "Pemiliknya pindah ke luar negeri."
BUSINESSES, MOST_SEATS = 5, 3
PICK = st.integers(min_value=0, max_value=4)
done: Counter[str] = Counter()  # what was really done in all examples: a step that no rule refused


class Seats(RuleBasedStateMachine):
    """One province, two phases, a handful of businesses. What a rule refuses politely is a step too; an error of
    the database is a failure.
    """

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.province = make_province()
        self.phases = [make_phase(provinces=[self.province], quota=1) for _ in range(2)]
        self.coordinator = make_user(Role.COORDINATOR, province=self.province)
        self.staff, self.admin = make_user(Role.JAMKRINDO), make_user(Role.ADMIN)
        self.businesses = [make_business(province=self.province) for _ in range(BUSINESSES)]
        self._begin()

    def _begin(self) -> None:
        """One sits, one has left, its seat is offered, and another waits behind: every rule is a step away."""
        set_quotas(phase=self.phases[0], quotas={self.province: 2}, by=self.admin)
        sits, leaves, *others = [
            make_nomination(
                phase=self.phases[0], business=one, province=self.province, nominated_by=self.coordinator
            )
            for one in self.businesses[:4]
        ]
        services.accept_nomination(nomination=sits, by=self.staff)
        pilot = services.accept_nomination(nomination=leaves, by=self.staff)
        for one in others:
            services.waitlist_nomination(nomination=one, by=self.staff)
        services.end_pilot(pilot=pilot, outcome=PilotOutcome.WITHDRAWN, reason=REASON, by=self.staff)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def try_to(self, name, act, rows, pick) -> None:
        """`act` on the row that was picked; nothing where there is none."""
        found = list(rows)
        if found:
            self.politely(name, lambda: act(found[pick % len(found)]))

    def politely(self, name, act) -> None:
        try:
            done[name] += bool(act())
        except RuleViolation:
            done[f"{name} refused"] += 1

    @rule(business=PICK, phase=st.sampled_from([0, 1]))
    def nominate(self, business, phase):
        wanted, phase = self.businesses[business % BUSINESSES], self.phases[phase]
        proposed = Nomination.objects.live().filter(business=wanted, phase=phase).exists()
        if not proposed and not Pilot.objects.active().filter(business=wanted).exists():
            make_nomination(
                phase=phase, business=wanted, province=self.province, nominated_by=self.coordinator
            )

    @rule(pick=PICK)
    def accept(self, pick):
        self.try_to(
            "accept", lambda one: services.accept_nomination(nomination=one, by=self.staff), live(), pick
        )

    @rule(pick=PICK)
    def waitlist(self, pick):
        self.try_to(
            "waitlist", lambda one: services.waitlist_nomination(nomination=one, by=self.staff), live(), pick
        )

    @rule(pick=PICK)
    def decline(self, pick):
        self.try_to(
            "decline",
            lambda one: services.decline_nomination(nomination=one, by=self.staff, reason=REASON),
            live(),
            pick,
        )

    @rule(pick=PICK)
    def withdraw(self, pick):
        self.try_to(
            "withdraw",
            lambda one: services.withdraw_nomination(nomination=one, by=self.coordinator),
            live(),
            pick,
        )

    @rule(pick=PICK, outcome=st.sampled_from(PilotOutcome.values))
    def end(self, pick, outcome):
        self.try_to(
            "end",
            lambda one: services.end_pilot(pilot=one, outcome=outcome, reason=REASON, by=self.staff),
            sitting(),
            pick,
        )

    @rule(pick=PICK, seat=PICK)
    def move(self, pick, seat):
        seats = list(Seat.objects.order_by("pk"))
        target = seats[seat % len(seats)]
        self.try_to(
            "move",
            lambda one: services.move_pilot(pilot=one, to_seat=target, reason=REASON, by=self.staff),
            sitting(),
            pick,
        )

    @rule(pick=PICK)
    def answer_yes(self, pick):
        self.try_to("yes", lambda one: self.answer(services.accept_offer, one), offers(), pick)

    @rule(pick=PICK)
    def answer_no(self, pick):
        self.try_to("no", lambda one: self.answer(services.decline_offer, one), offers(), pick)

    def answer(self, act, offer):
        return act(offer=offer, by=self.coordinator, how=AnsweredBy.STAFF)

    @rule(pick=PICK)
    def expire(self, pick):
        """The clock of one offer runs out; the task of the beat schedule finds it."""
        later = timezone.now() + timedelta(days=30)
        self.try_to("expire", lambda one: services.lapse_offer(offer=one, now=later), offers(), pick)

    @rule(pick=PICK)
    def withdraw_offer(self, pick):
        self.try_to(
            "withdraw_offer",
            lambda one: services.withdraw_offer(offer=one, reason=REASON, by=self.staff),
            offers(),
            pick,
        )

    @rule(phase=st.sampled_from([0, 1]), quota=st.integers(1, MOST_SEATS))
    def set_quota(self, phase, quota):
        wanted = {self.province: quota}
        self.politely("quota", lambda: set_quotas(phase=self.phases[phase], quotas=wanted, by=self.admin))
        carry_on_offers()

    @invariant()
    def seats_are_the_quota(self):
        for phase in self.phases:
            numbers = list(phase.seats.order_by("number").values_list("number", flat=True))
            assert numbers == list(range(1, phase.provinces.get().quota + 1))

    @invariant()
    def nobody_sits_twice_and_no_seat_is_held_twice(self):
        pilots = list(sitting().select_related("business", "seat"))
        assert len({one.seat_id for one in pilots}) == len({one.business_id for one in pilots}) == len(pilots)
        for one in pilots:
            assert one.business.state == BusinessState.VERIFIED
            assert one.business.province_id == one.seat.province_id == self.province.pk

    @invariant()
    def an_offered_seat_is_kept_for_one_who_waits(self):
        found = list(offers().select_related("nomination", "seat"))
        assert len({one.seat_id for one in found}) == len({one.nomination_id for one in found}) == len(found)
        assert not sitting().filter(seat__in=[one.seat_id for one in found]).exists()
        assert {one.nomination.state for one in found} <= {NominationState.WAITLISTED}

    @invariant()
    def freed_seats_do_not_wait_for_a_list_that_can_be_asked(self):
        assert services.freed_provinces() == []

    @invariant()
    def ranks_are_without_gap(self):
        for phase in self.phases:
            waiting = Nomination.objects.filter(phase=phase, state=NominationState.WAITLISTED)
            ranks = sorted(waiting.values_list("waitlist_rank", flat=True))
            assert ranks == list(range(1, len(ranks) + 1))

    @invariant()
    def tallies_are_exact(self):
        fold_tallies()
        assert kept() == counted()

    @invariant()
    def a_commit_would_pass(self):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def live():
    return Nomination.objects.live().select_related("phase").order_by("pk")


def sitting():
    return Pilot.objects.active().select_related("seat").order_by("pk")


def offers():
    return SeatOffer.objects.open().select_related("seat").order_by("pk")


STEPS = {
    "accept",
    "waitlist",
    "decline",
    "withdraw",
    "end",
    "move",
    "yes",
    "no",
    "expire",
    "withdraw_offer",
    "quota",
}


def test_no_order_of_steps_breaks_a_rule():
    done.clear()
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # in one example hypothesis leaves out some rules on purpose; over all of them hardly any stays untried
    assert len({name for name in STEPS if not done[name]}) <= 2, done

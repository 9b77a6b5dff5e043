"""The database refuses what graduation and lineage refuse, past the services too."""

from datetime import timedelta

import pgtrigger
import pytest
from django.db import transaction
from django.utils import timezone

from programs.partnership.choices import PhaseState
from programs.partnership.models import GraduationRequirement, Phase
from programs.pilots.choices import PilotOutcome
from programs.pilots.models import Graduation, GraduationException, Mentor, Mentorship, Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant
from tests.factories import make_business, make_cadre, make_phase, make_pilot, make_province, make_user
from tests.programs.pilots.embryo import (
    REASON,
    make_graduate,
    make_mentor,
    make_mentorship,
    make_ready,
    require,
)
from tests.programs.pilots.test_walls import check_deferred, refused
from umkm.businesses.models import Business

pytestmark = pytest.mark.django_db

MET = [{"measure": "months_on_seat", "least": 6, "reached": 7}]


def graduate(pilot: Pilot, **fields: object) -> Graduation:
    values = {"figures": MET, "confirmed_by": make_user(Role.JAMKRINDO), **fields}
    return Graduation.objects.create(pilot=pilot, **values)


def end(pilot: Pilot, outcome: str = PilotOutcome.GRADUATED) -> None:
    Pilot.objects.filter(pk=pilot.pk).update(
        ended_at=timezone.now(), ended_by=make_user(Role.JAMKRINDO), outcome=outcome
    )


def test_graduated_needs_its_record():
    pilot = make_ready()
    with refused("graduated_is_confirmed"), transaction.atomic():
        end(pilot)
    graduate(pilot)
    end(pilot)
    check_deferred()


def test_graduation_ends_the_pilot_in_the_same_transaction():
    pilot = make_ready()
    with refused("graduation_ends_pilot"), transaction.atomic():
        graduate(pilot)
        check_deferred()


@pytest.mark.parametrize(
    "figures",
    [
        [],
        [{"measure": "months_on_seat", "least": 6, "reached": 5}],
        [{"measure": "months_on_seat", "least": 5, "reached": 7}],  # another bar than the phase's
        [{"measure": "months_on_seat", "least": 6, "reached": None}],
        [{"measure": "sessions_attended", "least": 6, "reached": 9}],
    ],
)
def test_graduation_has_every_requirement_reached(figures):
    with refused("graduation_fits: unmet"), transaction.atomic():
        graduate(make_ready(), figures=figures)


def test_months_on_the_seat_are_counted_by_the_database():
    phase = make_phase()
    require(phase, months_on_seat=6)
    young = make_pilot(phase=phase, accepted_at=timezone.now() - timedelta(days=30))
    with refused("graduation_fits: unmet"), transaction.atomic():
        graduate(young)


def test_graduation_without_requirements_needs_an_exception():
    pilot = make_pilot()
    with refused("graduation_fits: unmet"), transaction.atomic():
        graduate(pilot)


def exception_of(pilot: Pilot, **fields: object) -> GraduationException:
    values = {"reason": REASON, "asked_by": make_user(Role.JAMKRINDO), **fields}
    return GraduationException.objects.create(pilot=pilot, **values)


def test_exception_counts_once_granted_by_who_confirms():
    pilot, second = make_pilot(), make_user(Role.ADMIN)
    exception = exception_of(pilot)
    with refused("no exception granted"), transaction.atomic():
        graduate(pilot, exception=exception, confirmed_by=second)
    granted = {"is_granted": True, "answered_by": second, "answered_at": timezone.now()}
    GraduationException.objects.filter(pk=exception.pk).update(**granted)
    with refused("no exception granted"), transaction.atomic():
        graduate(pilot, exception=exception)  # somebody else
    with refused("no exception granted"), transaction.atomic():
        graduate(make_pilot(), exception=exception, confirmed_by=second)  # another pilot
    graduate(pilot, exception=exception, confirmed_by=second, figures=[])
    end(pilot)
    check_deferred()


def test_exception_is_never_granted_by_who_asked():
    exception = exception_of(make_pilot())
    with refused("graduation_exception_by_two"), transaction.atomic():
        GraduationException.objects.filter(pk=exception.pk).update(
            is_granted=True, answered_by=exception.asked_by, answered_at=timezone.now()
        )


def test_own_business_is_not_confirmed():
    pilot = make_ready()
    owner = pilot.business.owner.user
    RoleGrant.objects.create(user=owner, role=Role.JAMKRINDO)
    with refused("graduation_fits: own business"), transaction.atomic():
        graduate(pilot, confirmed_by=owner)


def test_graduation_stays_and_only_who_sits_graduates():
    pilot = make_graduate()
    with refused("keep_graduation|Cannot"), transaction.atomic():
        Graduation.objects.update(figures=[])
    with refused("graduation_fits: not on a seat"), transaction.atomic():
        Graduation(pilot_id=pilot.pk, confirmed_by=make_user(Role.ADMIN), figures=MET).save(force_insert=True)


def test_requirements_of_a_closed_phase_stand():
    pilot = make_ready()
    Phase.objects.filter(pk=pilot.seat.phase_id).update(state=PhaseState.CLOSED)
    with refused("requirements_until_closing"), transaction.atomic():
        GraduationRequirement.objects.update(least=1)
    with refused("requirements_until_closing"), transaction.atomic():
        GraduationRequirement.objects.all().delete()
    with refused("requirements_until_closing"), transaction.atomic():
        require(pilot.seat.phase, modules_completed=1)


def test_only_a_graduate_of_the_province_is_a_mentor():
    graduate_of_jabar = make_graduate()
    other = make_business()
    values = {"graduation": graduate_of_jabar.graduation, "state": "active", "agreed_at": timezone.now()}
    with refused("mentor_is_graduate"), transaction.atomic():
        Mentor.objects.create(business=other, province=make_province(), **values)
    with refused("mentor_is_graduate"), transaction.atomic():
        Mentor.objects.create(business=graduate_of_jabar.business, province=make_province("91"), **values)


def test_mentor_is_one_at_a_time_and_never_begins_without_agreement():
    mentor = make_mentor()
    values = {"business": mentor.business, "graduation": mentor.graduation, "province": mentor.province}
    with refused("mentor_business_once"), transaction.atomic():
        Mentor.objects.create(**values)
    Mentor.objects.update(state="ended", ended_at=timezone.now(), ended_by=make_user())
    with refused("mentor_has_agreed"), transaction.atomic():
        Mentor.objects.create(**values, state="active")


def test_business_has_one_mentor_at_a_time():
    business = make_business()
    make_mentorship(business=business)
    with refused("mentorship_one_mentor"), transaction.atomic():
        make_mentorship(business=business)


def test_mentorship_begins_with_both_words_only():
    with refused("mentorship_both_agreed"), transaction.atomic():
        make_mentorship(mentee_agreed_at=None)


def test_mentor_never_guides_itself_or_another_business_of_the_same_owner():
    mentor = make_mentor()
    with refused("mentorship_never_itself|mentorship_fits"), transaction.atomic():
        make_mentorship(mentor=mentor, business=mentor.business)
    with refused("mentorship_fits"), transaction.atomic():
        make_mentorship(mentor=mentor, business=make_business(owner=mentor.business.owner))


def test_mentorship_stays_within_a_province_and_with_verified_businesses():
    mentor = make_mentor()
    with refused("mentorship_fits"), transaction.atomic():
        make_mentorship(mentor=mentor, business=make_business(province=make_province("91")))
    with refused("mentorship_fits"), transaction.atomic():
        make_mentorship(mentor=mentor, business=make_business(state="submitted"))
    restricted = make_business(owner=make_cadre(restricted_at=timezone.now()))
    with refused("mentorship_fits: not to be processed"), transaction.atomic():
        make_mentorship(mentor=mentor, business=restricted)


def test_no_circle_in_whatever_generation_even_through_ended_ones():
    first, second = make_graduate(), make_graduate()
    mentor = make_mentor(pilot=first)
    link = make_mentorship(mentor=mentor, business=second.business)
    middle = make_mentorship(mentor=make_mentor(pilot=second), business=make_graduate().business)
    third = make_mentor(
        pilot=Pilot.objects.select_related("seat__province", "graduation").get(business=middle.business)
    )
    Mentorship.objects.filter(pk=link.pk).update(
        state="ended", ended_at=timezone.now(), ended_by=make_user(), end_reason=REASON
    )
    with refused("mentorship_no_circle"), transaction.atomic():
        make_mentorship(mentor=third, business=first.business)


def test_mentorship_is_kept_and_ends_once():
    mentorship = make_mentorship()
    with refused("keep_mentorship|Cannot"), transaction.atomic():
        mentorship.delete()
    with refused("mentorship_end_explained"), transaction.atomic():
        Mentorship.objects.update(state="ended", ended_at=timezone.now(), ended_by=make_user())
    Mentorship.objects.update(state="ended", ended_at=timezone.now(), ended_by=make_user(), end_reason=REASON)
    with refused("mentorship_flow|Invalid transition"), transaction.atomic():
        Mentorship.objects.update(state="active", ended_at=None, ended_by=None)


def test_who_guides_or_is_guided_stays_in_the_province():
    mentorship = make_mentorship()
    # past the walls of the lower floor, which would refuse first
    lower = ("state_flow", "state_keeps_facts", "state_keeps_keys")
    with pgtrigger.ignore(*(f"businesses.Business:{name}" for name in lower)):
        for business in (mentorship.business_id, mentorship.guide_id):
            with refused("pilots_guided_stay"), transaction.atomic():
                Business.objects.filter(pk=business).update(province=make_province("91"), regency=None)

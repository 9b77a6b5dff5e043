"""Presence in several sessions counts for the person on the certificate, whoever was invited."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.training.certificates.issuing import issue_session
from programs.training.certificates.needs import lacking
from programs.training.choices import AnswerWay
from programs.training.models import Attendance, Certificate, Invitation, Session, Substitute
from programs.training.services import Guest, name_substitute
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests.factories import make_module, make_user
from tests.programs.training.certificates.makers import make_certificate, make_held, make_present
from tests.programs.training.inviting.makers import SISTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def days() -> list[Session]:
    """Two of a module that asks for both."""
    module = make_module(least_sessions=2)
    return [make_held(module=module, starts_at=timezone.now() - timedelta(days=ago)) for ago in (9, 2)]


def both(days: list[Session]) -> tuple[Invitation, Invitation]:
    """One person of one business was there both times."""
    first = make_present(days[0])
    return first, make_present(days[1], person=first.person, pilot=first.pilot)


def send(invitation: Invitation, guest: Guest = SISTER) -> None:
    name_substitute(invitation=invitation, guest=guest, way=AnswerWay.STAFF, by=make_user(Role.JAMKRINDO))


def issued(session: Session) -> list[str]:
    issue_session(session=session, by=session.trainer)
    return list(Certificate.objects.filter(session=session).values_list("name", flat=True))


def refused_by_the_wall(invitation: Invitation) -> bool:
    try:
        with transaction.atomic():
            make_certificate(invitation=Invitation.objects.get(pk=invitation.pk))
    except IntegrityError as error:
        return "certificate_earned: sessions" in str(error)
    return False


def test_the_sister_does_not_inherit_the_day_of_who_was_invited(days):
    _first, last = both(days)
    send(last)
    assert issued(days[1]) == []
    assert [lack.words for lack in lacking(days[1])] == ["baru hadir 1 dari 2 sesi"]
    assert refused_by_the_wall(last)


def test_nor_does_who_was_invited_inherit_the_day_of_the_sister(days):
    first, last = both(days)
    send(first)
    assert issued(days[1]) == []
    assert refused_by_the_wall(last)


def test_the_sister_who_came_both_times_has_earned_it_by_her_name(days):
    for invitation in both(days):
        send(invitation)
    assert issued(days[1]) == [SISTER.name]


def test_two_different_guests_of_one_business_are_two(days):
    first, last = both(days)
    send(first)
    send(last, Guest(name="Rudi", phone="+6281290009999"))
    assert issued(days[1]) == []
    assert refused_by_the_wall(last)


@pytest.mark.parametrize(("confirmed", "names"), [(True, 1), (False, 0)])
def test_an_account_is_known_by_the_number_it_confirmed(days, confirmed, names):
    """She went for her sister once, and was invited herself the next time."""
    send(make_present(days[0]))
    last = make_present(days[1])
    User.objects.filter(pk=last.person_id).update(phone=SISTER.phone, phone_verified=confirmed)
    assert len(issued(days[1])) == names
    if not confirmed:
        assert refused_by_the_wall(last)


def test_numbers_that_were_erased_make_nobody_the_same(days):
    for session in days:
        send(make_present(session), Guest(name=f"Tamu {session.pk}", phone=f"+62812900{session.pk:05d}"))
    Substitute.objects.update(name="", phone="", email="", erased_at=timezone.now())
    assert issued(days[1]) == []
    assert refused_by_the_wall(Attendance.objects.get(invitation__session=days[1]).invitation)

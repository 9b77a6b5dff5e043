"""Presence in several sessions counts for the person on the certificate, whoever was invited."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.training.certificates.ending import withdraw_certificate
from programs.training.certificates.issuing import issue_session
from programs.training.certificates.needs import lacking
from programs.training.choices import AnswerWay
from programs.training.errors import StillCertified
from programs.training.models import Attendance, Certificate, Invitation, Session, Substitute
from programs.training.services import Guest, name_substitute, record_attendance
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests.factories import make_module, make_user
from tests.parallel import in_parallel
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


def correct(invitation: Invitation, session: Session) -> int:
    return record_attendance(session=session, statuses={invitation.pk: "absent"}, by=session.trainer)


def test_an_earlier_presence_that_a_certificate_counts_is_corrected_only_after_it_is_withdrawn(days):
    first, last = both(days)
    issue_session(session=days[1], by=days[1].trainer)
    certificate = Certificate.objects.get(invitation=last)
    with pytest.raises(StillCertified, match=f"Sertifikat {certificate} milik .* menghitung kehadiran"):
        correct(first, days[0])
    with pytest.raises(IntegrityError, match="attendance_certified: counted"), transaction.atomic():
        Attendance.objects.filter(invitation=first).update(status="absent")
    with pytest.raises(StillCertified, match="menghitung kehadiran"):
        send(first)
    withdraw_certificate(certificate=certificate, reason="Salah catat.", by=days[1].trainer)
    assert correct(first, days[0]) == 1


def test_an_earlier_presence_beyond_what_it_counts_is_corrected(days):
    first, _last = both(days)
    spare = make_held(module=days[0].module, starts_at=timezone.now() - timedelta(days=20))
    invitation = make_present(spare, person=first.person, pilot=first.pilot)
    issue_session(session=days[1], by=days[1].trainer)
    other = make_present(days[0])
    assert [correct(other, days[0]), correct(invitation, spare)] == [1, 1]
    with pytest.raises(StillCertified, match="menghitung kehadiran"):
        correct(first, days[0])


@pytest.mark.django_db(transaction=True)
def test_who_counts_a_presence_and_who_takes_it_away_at_the_same_instant_queue_up(days):
    """Either it is absent and there is no certificate, or there is one and the presence stays."""
    first, last = both(days)

    def act(what: str) -> str:
        if what == "issue":
            return f"issued {issue_session(session=days[1], by=days[1].trainer)}"
        return f"corrected {correct(first, days[0])}"

    answers = in_parallel(act, ["issue", "correct"])
    is_absent = Attendance.objects.get(invitation=first).status == "absent"
    assert Certificate.objects.filter(invitation=last).exists() != is_absent, answers
    assert sorted(answers) == (["corrected 1", "issued 0"] if is_absent else ["StillCertified", "issued 1"])

"""Who can't come sends somebody of the business: lists, attendance and certificate name the one who came."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from programs.training.certificates.issuing import issue_certificate
from programs.training.choices import AnswerWay, AttendanceStatus, InvitationState
from programs.training.errors import SessionClosed, StillCertified, SubstituteRefused
from programs.training.models import Attendance, Invitation, Session, Substitute
from programs.training.queries import roll_of
from programs.training.services import (
    answer_invitation,
    cancel_session,
    come_oneself,
    mark_held,
    name_substitute,
    record_attendance,
)
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_invitation, make_session, make_user
from tests.programs.training.inviting.makers import SISTER

pytestmark = pytest.mark.django_db


def send(invitation: Invitation, **changes) -> Invitation:
    return name_substitute(invitation=invitation, guest=replace(SISTER, **changes))


def begin(session: Session) -> None:
    now = timezone.now()
    Session.objects.filter(pk=session.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    session.refresh_from_db()


def test_naming_somebody_takes_the_place_and_tells_her():
    invitation = send(make_invitation())
    invitation.refresh_from_db()
    assert (invitation.state, invitation.guest, invitation.answered_via) == (
        "confirmed",
        "Dewi Anggraini",
        "link",
    )
    message = Message.objects.get()
    assert (message.address, message.recipient) == ("dewi@uji.test", invitation.person)
    assert message.occasion == "session_substitute"
    assert "menyebut Anda sebagai penggantinya" in message.body
    assert invitation.token not in message.body


def test_naming_the_same_again_changes_nothing():
    invitation = make_invitation()
    send(invitation)
    send(invitation)
    assert (Substitute.objects.count(), Message.objects.count()) == (1, 1)


def test_full_session_puts_the_substitute_on_the_waiting_list_and_moves_her_up():
    session = make_session(capacity=1)
    holder = make_invitation(session=session, state=InvitationState.CONFIRMED)
    invitation = send(make_invitation(session=session))
    assert invitation.state == "waiting"
    answer_invitation(invitation=holder, attends=False, why="ill")
    latest = Message.objects.filter(address="dewi@uji.test").latest("pk")
    assert Invitation.objects.get(pk=invitation.pk).state == "confirmed"
    assert "terdaftar sebagai peserta" in latest.body
    assert Message.objects.filter(address="dewi@uji.test", state="cancelled").count() == 1


def test_another_replaces_her_oneself_and_a_no_release_her():
    invitation = make_invitation()
    send(invitation)
    send(invitation, name="Rudi Hartono", phone="+6281290001235", email="")
    released = Message.objects.filter(address="dewi@uji.test").latest("pk")
    assert "tidak lagi tercatat menggantikan" in released.body
    assert come_oneself(invitation=invitation).substitute is None
    come_oneself(invitation=invitation)
    send(invitation)
    answered = answer_invitation(invitation=invitation, attends=False, why="far")
    assert (answered.state, answered.substitute) == ("declined", None)
    assert Substitute.objects.count() == 3


def test_cancelled_session_is_told_to_the_substitute():
    invitation = send(make_invitation())
    cancel_session(session=invitation.session, reason="Banjir", by=make_user(Role.JAMKRINDO))
    assert "dibatalkan" in Message.objects.filter(address="dewi@uji.test").latest("pk").body


def test_one_number_takes_one_place_in_a_session():
    session = make_session()
    send(make_invitation(session=session))
    other = make_invitation(session=session)
    with pytest.raises(SubstituteRefused, match="Nomor ini sudah dipakai"):
        send(other)
    send(make_invitation())  # another session
    own = make_invitation(session=session)
    own.person.phone = SISTER.phone
    own.person.save()
    with pytest.raises(SubstituteRefused, match="Satu orang mendapat satu tempat"):
        answer_invitation(invitation=own, attends=True)
    assert Invitation.objects.get(pk=own.pk).state == "invited"


def test_own_number_serves_for_somebody_without_a_phone():
    invitation = make_invitation()
    invitation.person.phone = "+6281290007777"
    invitation.person.save()
    assert send(invitation, phone=invitation.person.phone).state == "confirmed"


def test_too_late_by_the_link_but_not_at_the_door():
    invitation = make_invitation()
    begin(invitation.session)
    with pytest.raises(SessionClosed):
        send(Invitation.objects.get(pk=invitation.pk))
    trainer = invitation.session.trainer
    named = name_substitute(
        invitation=invitation, guest=replace(SISTER, email=""), way=AnswerWay.STAFF, by=trainer
    )
    assert (named.state, named.guest) == ("invited", "Dewi Anggraini")


def test_attendance_and_certificate_name_who_came():
    invitation = send(make_invitation())
    session = invitation.session
    begin(session)
    record_attendance(session=session, statuses={invitation.pk: AttendanceStatus.PRESENT}, by=session.trainer)
    (line,) = roll_of(session).lines
    assert line.guest == "Dewi Anggraini"
    mark_held(session=session, by=session.trainer, ended_early=True)
    certificate = issue_certificate(invitation=invitation, by=session.trainer)
    assert (certificate.name, certificate.person) == ("Dewi Anggraini", invitation.person)
    with pytest.raises(StillCertified):
        come_oneself(invitation=invitation, way=AnswerWay.STAFF, by=session.trainer)
    assert Attendance.objects.get().guest == "Dewi Anggraini"


def test_who_came_is_corrected_after_the_attendance():
    invitation = send(make_invitation())
    session = invitation.session
    begin(session)
    record_attendance(session=session, statuses={invitation.pk: AttendanceStatus.PRESENT}, by=session.trainer)
    come_oneself(invitation=invitation, way=AnswerWay.STAFF, by=session.trainer)
    assert Attendance.objects.get().guest == invitation.person.full_name


# --- walls, past the services ----------------------------------------------------------------------


def test_database_gives_one_number_one_place():
    session = make_session()
    send(make_invitation(session=session))
    other = make_invitation(session=session, state=InvitationState.CONFIRMED)
    mine = Substitute.objects.create(
        invitation=other, name="Dewi", phone=SISTER.phone, consent_version="1", named_via="link"
    )
    with pytest.raises(IntegrityError, match="one_person_one_place"), transaction.atomic():
        Invitation.objects.filter(pk=other.pk).update(substitute=mine)


def test_database_takes_nobody_elses_substitute():
    one, other = send(make_invitation()), make_invitation()
    with pytest.raises(IntegrityError, match="substitute_of_invitation"), transaction.atomic():
        Invitation.objects.filter(pk=other.pk).update(substitute=one.substitute)
    with pytest.raises(IntegrityError, match="attendance_of_substitute"), transaction.atomic():
        Attendance.objects.create(
            invitation=other,
            substitute=one.substitute,
            province=other.province,
            status="present",
            recorded_by=other.person,
        )


def test_database_keeps_who_was_named_as_named():
    invitation = send(make_invitation())
    substitutes = Substitute.objects.filter(pk=invitation.substitute_id)
    for change in (
        lambda: substitutes.update(name="Orang Lain"),
        lambda: substitutes.update(invitation=make_invitation()),
        lambda: substitutes._raw_delete("default"),
        lambda: Invitation.objects.filter(pk=make_invitation().pk)._raw_delete("default"),
    ):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            change()
    with pytest.raises(IntegrityError, match="substitute_named_or_erased"), transaction.atomic():
        substitutes.update(name="")

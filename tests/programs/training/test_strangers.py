"""What an observer reaches of a session, and what guessed addresses open for those who have no part in it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.checkin import tokens
from programs.training.choices import AttendanceMethod, InvitationState
from programs.training.errors import AttendanceClosed
from programs.training.models import Attendance, Invitation, Session
from programs.training.services import check_in, mark_held, record_attendance
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_material, make_province, make_user
from tests.programs.training.certificates.makers import make_certificate, make_held, make_present
from tests.programs.training.checkin.makers import make_guest, make_running, make_scan
from tests.programs.training.inviting.makers import make_observer

pytestmark = pytest.mark.django_db


@pytest.fixture
def observer() -> Invitation:
    """Comes to a session that runs now, beside a pilot of it."""
    session = make_running(pilots_first_until=timezone.now())
    make_guest(session, "Percontohan Uji")
    return make_observer(session, state=InvitationState.CONFIRMED)


def test_observer_reads_the_session_and_own_matters_and_nobody_elses(client, observer):
    client.force_login(observer.person)
    session, other = observer.session, observer.session.invitations.exclude(pk=observer.pk).get()
    shared, internal = (
        make_material(module=session.module),
        make_material(module=session.module, audience="trainers"),
    )
    opened = [
        session.get_absolute_url(),
        reverse("session_list"),
        reverse("training_calendar"),
        reverse("session_ics", args=[session.pk]),
        session.module.get_absolute_url(),
        reverse("material_file", args=[shared.pk]),
        observer.get_absolute_url(),
    ]
    for address in opened:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if not answer.streaming:
            assert other.person.full_name not in answer.content.decode(), address
            assert other.token not in answer.content.decode(), address
    for name in (
        "session_attendance", "sheet_entry", "attendance_sheet", "checkin_screen", "checkin_scan",
        "observers_invite", "session_edit", "session_tests",
    ):  # fmt: skip
        assert client.get(reverse(name, args=[session.pk])).status_code == 403, name
    assert client.get(reverse("material_file", args=[internal.pk])).status_code == 404
    assert client.get(reverse("sheet_scan", args=[session.pk, make_scan(session).pk])).status_code == 403
    assert client.get(reverse("arrival_record", args=[tokens.person_token(other)])).status_code == 403
    assert client.get(reverse("invitation_detail", args=[session.pk, other.pk])).status_code == 403


def test_observer_who_said_no_gets_no_material_any_more(client, observer):
    client.force_login(observer.person)
    material = make_material(module=observer.session.module)
    Invitation.objects.filter(pk=observer.pk).update(state="declined", why="busy")
    assert client.get(reverse("material_file", args=[material.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.CADRE, Role.COORDINATOR, Role.TRAINER])
def test_guessed_numbers_of_another_province_are_not_found(client, role):
    session = make_held(provinces=[make_province("32")])
    invitation = make_present(session)
    certificate = make_certificate(invitation=invitation)
    material = make_material(module=session.module)
    somebody = make_user(role, province=make_province("91")) if role == Role.COORDINATOR else make_user(role)
    client.force_login(somebody)
    addresses = [
        session.get_absolute_url(),
        reverse("session_ics", args=[session.pk]),
        reverse("certificate_pdf", args=[certificate.number]),
    ]
    if role != Role.COORDINATOR:  # follows what participants read, everywhere
        addresses.append(reverse("material_file", args=[material.pk]))
    if role == Role.COORDINATOR:
        addresses.append(reverse("invitation_detail", args=[session.pk, invitation.pk]))
    assert [client.get(one).status_code for one in addresses] == [404] * len(addresses)


def test_late_scan_after_the_trainer_closed_the_list_changes_nothing(client):
    session = make_running()
    came, late = make_guest(session, "Ani"), make_guest(session, "Budi")
    statuses = {came.pk: "present", late.pk: "absent"}
    record_attendance(session=session, statuses=statuses, by=session.trainer)
    uninvited = make_invitation(session=session)
    mark_held(session=session, by=session.trainer, ended_early=True)
    for invitation in (late, uninvited):
        with pytest.raises(AttendanceClosed, match="sudah menutup daftar hadir"):
            check_in(invitation=invitation, method=AttendanceMethod.OWN_SCAN, by=invitation.person)
    check_in(invitation=came, method=AttendanceMethod.OWN_SCAN, by=came.person)  # again is harmless
    assert Attendance.objects.filter(status="present").count() == 1
    check_in(invitation=late, method=AttendanceMethod.TRAINER_SCAN, by=session.trainer)
    assert Attendance.objects.get(invitation=late).status == "present"
    client.force_login(late.person)
    for address in (late.get_absolute_url(), reverse("checkin", args=[tokens.screen_token(session)])):
        assert client.get(address).status_code == 200
    assert Session.objects.get(pk=session.pk).state == "held"

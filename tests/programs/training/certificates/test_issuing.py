"""Who gets a certificate, and that pressing again changes nothing."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from programs.training.certificates.ending import reissue_certificate, withdraw_certificate
from programs.training.certificates.issuing import issue_certificate, issue_session
from programs.training.choices import SessionState
from programs.training.errors import CertificateEnded, NotEarned, ReasonMissing, StillCertified
from programs.training.models import Certificate
from programs.training.services import record_attendance
from soksi_portal.outbox.models import Message
from tests.factories import make_module, make_session
from tests.programs.training.certificates.makers import make_certificate, make_held, make_present

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("occasion", "recipient__full_name"))


def test_present_ones_get_one_each_and_are_told():
    session = make_held()
    present = [make_present(session), make_present(session)]
    make_present(session, status="sick")

    assert issue_session(session=session, by=session.trainer) == 2

    issued = Certificate.objects.order_by("person")
    assert [one.person for one in issued] == [one.person for one in present]
    assert all(re.fullmatch(r"SJ-20\d\d-[^0125OILZSB\W]{4}-[^0125OILZSB\W]{4}", one.number) for one in issued)
    assert sorted(told()) == sorted(("certificate_ready", one.person.full_name) for one in present)
    assert issued[0].number in Message.objects.get(recipient=present[0].person).body


def test_pressing_again_issues_and_tells_nothing():
    session = make_held()
    invitation = make_present(session)
    first = issue_certificate(invitation=invitation, by=session.trainer)
    assert issue_certificate(invitation=invitation, by=session.trainer) == first
    assert issue_session(session=session, by=session.trainer) == 0
    assert len(told()) == 1


@pytest.mark.parametrize("case", ["planned", "module", "absent", "erased"])
def test_without_what_it_needs_there_is_none(case):
    module = make_module(gives_certificate=case != "module")
    state = SessionState.PLANNED if case == "planned" else SessionState.HELD
    session = make_session(module=module, state=state, starts_at=timezone.now() - timedelta(days=7))
    invitation = make_present(session, status="absent" if case == "absent" else "present")
    if case == "erased":
        type(invitation.person).objects.filter(pk=invitation.person_id).update(is_active=False)
    with pytest.raises(NotEarned):
        issue_certificate(invitation=invitation, by=session.trainer)
    assert not Certificate.objects.exists()


def test_what_is_printed_stays_when_names_change():
    certificate = make_certificate()
    before = certificate.name
    type(certificate.person).objects.filter(pk=certificate.person_id).update(full_name="Nama Baru")
    certificate.refresh_from_db()
    assert certificate.name == before


def test_withdrawn_one_tells_why_and_does_not_come_back_by_itself():
    certificate = make_certificate()
    by = certificate.session.created_by
    with pytest.raises(ReasonMissing):
        withdraw_certificate(certificate=certificate, reason=" ", by=by)
    withdrawn = withdraw_certificate(certificate=certificate, reason="Tertukar.", by=by)
    assert (withdrawn.ending, withdrawn.ended_by, withdrawn.stands) == ("withdrawn", by, False)
    assert "Tertukar." in Message.objects.get(occasion="certificate_ended").body
    assert issue_session(session=certificate.session, by=by) == 0
    with pytest.raises(CertificateEnded):
        withdraw_certificate(certificate=certificate, reason="Lagi.", by=by)
    again = issue_certificate(invitation=certificate.invitation, by=by)
    assert again.stands
    assert again.number != certificate.number


def test_reissued_one_keeps_both_and_takes_back_what_was_not_sent():
    session = make_held()
    old = issue_certificate(invitation=make_present(session), by=session.trainer)
    new = reissue_certificate(
        certificate=old, name=" Siti  Nurhaliza, S.E. ", reason="Gelar.", by=session.created_by
    )
    old.refresh_from_db()
    assert (new.name, new.replaces, new.stands) == ("Siti Nurhaliza, S.E.", old, True)
    assert (old.ending, old.stands) == ("replaced", False)
    assert new.module_title == old.module_title
    assert new.place == old.place
    assert next(iter(Message.objects.order_by("pk").values_list("state", flat=True))) == "cancelled"
    with pytest.raises(NotEarned):
        reissue_certificate(certificate=new, name=new.name, reason="Sama.", by=session.created_by)


def test_attendance_of_who_holds_one_is_not_changed_silently():
    certificate = make_certificate()
    session, pk = certificate.session, certificate.invitation_id
    with pytest.raises(StillCertified):
        record_attendance(session=session, statuses={pk: "absent"}, by=session.trainer)
    withdraw_certificate(certificate=certificate, reason="Tidak hadir.", by=session.created_by)
    assert record_attendance(session=session, statuses={pk: "absent"}, by=session.trainer) == 1

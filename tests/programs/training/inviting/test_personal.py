"""What is held of substitutes, and what is left of them when somebody asks to be erased."""

import pytest
from django.utils import timezone

from programs.pilots.models import Pilot
from programs.training.certificates.issuing import issue_certificate
from programs.training.models import Attendance, Invitation, Session, Substitute
from programs.training.services import answer_invitation, name_substitute, withdraw_observer
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.own_data import held_about
from soksi_portal.outbox.models import Message
from tests.factories import make_cadre, make_invitation, make_session, make_user
from tests.programs.training.inviting.makers import SISTER, make_observer, make_open
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import erase_person
from umkm.cadres.rights.services import ask

WHY = "Catatan penjualan belum lengkap enam bulan terakhir."
pytestmark = pytest.mark.django_db


def erase(invitation: Invitation) -> dict[str, int]:
    Pilot.objects.filter(pk=invitation.pilot_id).update(
        ended_at=timezone.now(), ended_by=make_user(), outcome="withdrawn", end_reason="Pindah"
    )
    request = ask(user=invitation.person, kind=DataRequestKind.ERASE)
    return erase_person(request=request, by=make_user(Role.ADMIN), reason="Permintaan sendiri").counts


def facts_of(user, key: str) -> list[dict[str, object]]:
    (section,) = [one for one in held_about(user) if one.key == key]
    return [{fact.key: fact.value for fact in record.facts} for record in section.records]


def came(invitation: Invitation) -> None:
    Attendance.objects.create(
        invitation=invitation,
        substitute=invitation.substitute,
        province=invitation.province,
        status="present",
        recorded_by=invitation.session.trainer,
    )
    Session.objects.filter(pk=invitation.session_id).update(state="held", held_at=invitation.session.ends_at)


def test_person_reads_whom_was_sent_and_why_not():
    invitation = name_substitute(invitation=make_invitation(), guest=SISTER)
    (facts,) = facts_of(invitation.person, "pelatihan")
    assert (facts["pengganti"], facts["lewat"], facts["sebagai"]) == (
        "Dewi Anggraini", "Tautan undangan", "UMKM percontohan",
    )  # fmt: skip


def test_substitute_with_an_account_reads_it_by_the_confirmed_number_only():
    name_substitute(invitation=make_invitation(), guest=SISTER)
    sister = make_user(Role.CADRE, phone=SISTER.phone)
    assert facts_of(sister, "pengganti") == []
    sister.phone_verified = True
    sister.save()
    (facts,) = facts_of(sister, "pengganti")
    assert (facts["nama"], facts["hp"], facts["persetujuan"]) == (SISTER.name, SISTER.phone, "1")


def test_with_the_person_goes_whom_she_sent_from_row_trail_message_and_certificate():
    invitation = name_substitute(
        invitation=make_invitation(session=make_session()), guest=SISTER, way="staff", by=make_user()
    )
    came(invitation)
    certificate = issue_certificate(
        invitation=Invitation.objects.get(pk=invitation.pk), by=invitation.session.trainer
    )
    counts = erase(invitation)
    assert counts["substitutes"] == 1
    substitute = Substitute.objects.get()
    assert (substitute.name, substitute.phone, substitute.email) == ("", "", "")
    assert substitute.erased_at is not None
    assert {(one.name, one.phone, one.email) for one in substitute.events.all()} == {("", "", "")}
    certificate.refresh_from_db()
    assert certificate.name == ""
    assert not Message.objects.filter(body__contains="Dewi").exists()
    assert not Message.objects.filter(address=SISTER.email).exists()


def test_words_of_staff_about_the_end_go_too():
    observer = make_observer(make_open(5))
    withdraw_observer(invitation=observer, reason="Bu Siti sedang sakit.", by=make_user(Role.JAMKRINDO))
    nomination = observer.business.nominations.get()
    nomination.state, nomination.waitlist_rank, nomination.decision_reason = "declined", None, WHY
    nomination.save()
    request = ask(user=observer.person, kind=DataRequestKind.ERASE)
    erase_person(request=request, by=make_user(Role.ADMIN), reason="Permintaan sendiri")
    told = [one.pgh_context.metadata.get("reason") for one in observer.events.exclude(pgh_context=None)]
    assert "(dihapus)" in told
    assert not [one for one in told if "Siti" in str(one)]
    assert {one.end_reason for one in observer.events.all()} == {""}


def test_why_somebody_could_not_come_goes_too():
    invitation = make_invitation()
    answer_invitation(invitation=invitation, attends=False, why="ill", reason="Operasi")
    erase(invitation)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.why, invitation.reason) == ("declined", "other", "")
    assert {(one.why, one.reason) for one in invitation.events.all()} == {("", "")}


def test_erased_substitute_leaves_the_certificate_of_another_person_without_name():
    """She has an account of her own, and asks: what bears her name loses it, whoever's invitation it was."""
    invitation = name_substitute(invitation=make_invitation(), guest=SISTER)
    came(invitation)
    certificate = issue_certificate(
        invitation=Invitation.objects.get(pk=invitation.pk), by=invitation.session.trainer
    )
    sister = make_cadre(user=make_user(Role.CADRE, phone=SISTER.phone))
    request = ask(user=sister.user, kind=DataRequestKind.ERASE)
    erase_person(request=request, by=make_user(Role.ADMIN), reason="Permintaan sendiri")
    certificate.refresh_from_db()
    assert (certificate.name, certificate.ending) == ("", "erased")
    assert str(Substitute.objects.get()) == "Pengganti (nama dihapus)"

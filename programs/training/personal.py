"""What is held about a person's trainings, and taking an erased person out of them."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget, forget_reasons
from soksi_portal.common.display import phone
from soksi_portal.outbox.models import Message
from umkm.cadres.erasure import Eraser
from umkm.cadres.forgetting import GONE, forget_messages
from umkm.cadres.models import Cadre

from .certificates.ending import forget_certificates, lock_certificates
from .choices import AttendanceStatus, DeclineReason, InvitationState
from .models import Attendance, CalendarSubscription, Certificate, Invitation, SheetScan, Substitute
from .models.invitations import new_token


def trainings_held(user: User) -> Iterable[Section]:
    found = (
        Invitation.objects.filter(person=user)
        .select_related("session__module", "substitute", "business")
        .order_by("-session__starts_at", "-pk")
    )
    came = {one.invitation_id: one for one in Attendance.objects.filter(invitation__person=user)}
    yield Section(
        key="pelatihan",
        title=_("Pelatihan"),
        purpose=_("Untuk mengundang Anda dan mencatat kehadiran Anda."),
        records=tuple(_record(invitation, came.get(invitation.pk)) for invitation in found),
        empty=_("Anda belum pernah diundang."),
        rank=52,
    )


def _record(invitation: Invitation, attendance: Attendance | None) -> Record:
    return Record(
        title=str(invitation.session),
        when=invitation.session.starts_at,
        facts=(
            Fact("sesi", _("Sesi"), str(invitation.session)),
            Fact("mulai", _("Mulai"), invitation.session.starts_at),
            Fact("diundang", _("Diundang"), invitation.invited_at),
            Fact("sebagai", _("Sebagai"), str(invitation.get_kind_display())),
            Fact("jawaban", _("Jawaban"), str(invitation.get_state_display())),
            Fact("alasan", _("Alasan"), str(invitation.get_why_display()) if invitation.why else ""),
            Fact("penjelasan", _("Penjelasan"), invitation.reason),
            Fact("dijawab", _("Dijawab"), invitation.answered_at),
            Fact("lewat", _("Lewat"), str(invitation.get_answered_via_display())),
            Fact("pengganti", _("Pengganti"), str(invitation.substitute or "")),
            Fact("berakhir", _("Berakhir"), invitation.ended_at),
            Fact("alasan_berakhir", _("Alasan berakhir"), invitation.end_reason),
            Fact("kehadiran", _("Kehadiran"), str(attendance.get_status_display()) if attendance else ""),
            Fact(
                "dicatat_lewat",
                _("Dicatat lewat"),
                str(attendance.get_method_display()) if attendance else "",
            ),
            Fact("datang", _("Datang"), attendance.arrived_at if attendance else None),
        ),
    )


def substitutions_held(user: User) -> Iterable[Section]:
    """Where a business named this person to come instead: known by the telephone number that the person confirmed."""
    found = Substitute.objects.none()
    if user.phone and user.phone_verified:
        found = Substitute.objects.filter(phone=user.phone, erased_at=None)
    yield Section(
        key="pengganti",
        title=_("Menggantikan peserta pelatihan"),
        purpose=_("Untuk mencatat siapa yang datang dan mencetak sertifikatnya."),
        records=tuple(
            Record(
                title=str(one.invitation.session),
                when=one.named_at,
                facts=(
                    Fact("sesi", _("Sesi"), str(one.invitation.session)),
                    Fact("usaha", _("Usaha"), str(one.invitation.business)),
                    Fact("nama", _("Nama"), one.name),
                    Fact("hp", _("Nomor HP"), one.phone, on_page=phone(one.phone)),
                    Fact("email", _("E-mail"), one.email),
                    Fact("persetujuan", _("Versi persetujuan"), one.consent_version),
                    Fact("dicatat", _("Dicatat"), one.named_at),
                ),
            )
            for one in found.select_related("invitation__session__module", "invitation__business").order_by(
                "-named_at", "-pk"
            )
        ),
        empty=_("Anda tidak tercatat sebagai pengganti."),
        rank=54,
    )


def sheets_held(user: User) -> Iterable[Section]:
    """Signed sheets of sessions where this person was; everybody's signatures are on one paper."""
    came = Attendance.objects.filter(status=AttendanceStatus.PRESENT).filter(_there(user))
    scans = SheetScan.objects.kept().filter(session__in=came.values("invitation__session"))
    yield Section(
        key="lembar_hadir",
        title=_("Lembar hadir yang ditandatangani"),
        purpose=_(
            "Bukti kehadiran semua peserta di satu kertas. Berkasnya dihapus 12 bulan sesudah pelatihan. Bila data Anda "
            "dihapus lebih dahulu, lembar tetap disimpan sampai saat itu, karena juga bukti peserta lain; minta salinan "
            "yang menutup baris Anda bila Anda keberatan."
        ),
        records=tuple(
            Record(
                title=str(scan.session),
                when=scan.uploaded_at,
                facts=(
                    Fact("sesi", _("Sesi"), str(scan.session)),
                    Fact("jenis", _("Jenis"), str(scan.get_kind_display())),
                    Fact("disimpan", _("Disimpan"), scan.uploaded_at),
                    Fact("sampai", _("Dihapus paling lambat"), scan.kept_until),
                ),
            )
            for scan in scans.select_related("session__module").order_by("-uploaded_at", "-pk")
        ),
        empty=_("Tidak ada lembar dari pelatihan yang Anda ikuti."),
        rank=55,
    )


def _there(user: User) -> Q:
    """Came as invited, or instead of somebody, known by the number that the person confirmed."""
    own = Q(substitute=None, invitation__person=user)
    return own | Q(substitute__phone=user.phone) if user.phone and user.phone_verified else own


def certificates_held(user: User) -> Iterable[Section]:
    found = Certificate.objects.filter(person=user).order_by("-issued_at", "-pk")
    yield Section(
        key="sertifikat",
        title=_("Sertifikat"),
        purpose=_("Untuk membuktikan pelatihan yang Anda ikuti kepada siapa pun yang Anda beri nomornya."),
        records=tuple(_certificate(one) for one in found),
        empty=_("Anda belum punya sertifikat."),
        rank=53,
    )


def _certificate(one: Certificate) -> Record:
    return Record(
        title=one.module_title,
        when=one.issued_at,
        url=one.get_absolute_url(),
        facts=(
            Fact("nomor", _("Nomor"), one.number),
            Fact("nama", _("Nama di sertifikat"), one.name),
            Fact("usaha", _("Usaha"), one.business_name),
            Fact("modul", _("Modul"), one.module_title),
            Fact("tempat", _("Tempat"), one.place),
            Fact("terbit", _("Diterbitkan"), one.issued_at),
            Fact("status", _("Status"), one.state_label),
            Fact("berakhir", _("Tidak berlaku sejak"), one.ended_at),
            Fact("alasan", _("Alasan"), one.end_reason),
        ),
    )


def lock(cadre: Cadre) -> None:
    """The sessions whose certificates end; of the rest only words go."""
    lock_certificates(_certified(cadre), person_id=cadre.user_id)


def obstacles(cadre: Cadre) -> list[str]:
    """An invitation ends with the seat, which the business's tie asks about."""
    return []


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    """That a place was taken and used stays; the words of the answer and the way in without a password go.

    A signed sheet is everybody's proof, so it stays until its own time is over (`checkin.scans`): how many still hold
    the signature is told, for whoever keeps copies without that line.
    """
    found = Invitation.objects.filter(person=cadre.user_id)
    ids = list(found.values_list("pk", flat=True))
    found.filter(state=InvitationState.DECLINED).update(why=DeclineReason.OTHER, reason="")
    found.exclude(state=InvitationState.DECLINED).update(why="", reason="")
    found.update(end_reason="")
    with pgtrigger.ignore("training.Invitation:token_stays"):
        for pk in ids:
            Invitation.objects.filter(pk=pk).update(token=new_token())
    forget(Invitation, ids, why="", reason="", end_reason="")
    withdrawn = list(found.filter(ended_by__isnull=False).values_list("pk", flat=True))
    forget_reasons(Invitation, withdrawn, words=GONE)  # staff wrote them, and may have named the person
    addresses = CalendarSubscription.objects.filter(person=cadre.user_id, revoked_at=None)
    return {
        "invitations": len(ids),
        "calendars": addresses.update(revoked_at=timezone.now()),
        "certificates": forget_certificates(of=_certified(cadre), by=by),
        "signed_sheets_kept": _sheets_with(cadre),
        "substitutes": _forget_substitutes(cadre),
    }


def _sheets_with(cadre: Cadre) -> int:
    came = Attendance.objects.filter(status=AttendanceStatus.PRESENT, substitute=None)
    sessions = came.filter(invitation__person=cadre.user_id).values("invitation__session")
    return SheetScan.objects.kept().filter(session__in=sessions).count()


def _named(cadre: Cadre) -> Q:
    """Whom the person sent, and where the person is known by the own number to have gone for somebody."""
    sent, user = Q(invitation__person=cadre.user_id), cadre.user
    return sent | Q(phone=user.phone) if user and user.phone else sent


def _certified(cadre: Cadre) -> Q:
    """The person's own, and those with the name of somebody who is taken out with the person."""
    guests = Substitute.objects.filter(_named(cadre), erased_at=None)
    return Q(person=cadre.user_id) | Q(
        invitation__attendance__substitute__in=list(guests.values_list("pk", flat=True))
    )


def _forget_substitutes(cadre: Cadre) -> int:
    found = list(Substitute.objects.filter(_named(cadre), erased_at=None).values_list("pk", flat=True))
    Substitute.objects.filter(pk__in=found).update(name="", phone="", email="", erased_at=timezone.now())
    forget(Substitute, found, name="", phone="", email="")
    for pk in found:
        forget_messages(Message.objects.filter(subject_ref=f"substitute:{pk}"))
    return len(found)


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)

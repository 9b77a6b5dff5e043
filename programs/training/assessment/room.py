"""What the trainer does in the room: open a test, and copy scores from paper for those without a phone."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import AssessmentKind, SessionState, SittingMethod
from programs.training.errors import AssessmentClosed, ScoreRefused
from programs.training.models import Certificate, Invitation, ModuleTest, RoomOpening, Session, Sitting
from programs.training.services.invitations import lock_session
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from .windows import PRE_OPENS, may_open_in_room, takes_part


@transaction.atomic
def open_in_room(*, session: Session, kind: AssessmentKind, by: User) -> RoomOpening:
    """Let the people in the room take the test now. Again is harmless. Raises AssessmentClosed."""
    session = lock_session(session)
    if session.state == SessionState.CANCELLED:
        raise AssessmentClosed(_("Sesi ini dibatalkan, jadi tidak ada tes yang dibuka."))
    if not may_open_in_room(session, kind):
        raise AssessmentClosed(
            _("Tes awal dibuka di kelas sampai pelatihan selesai, tes akhir sesudah pelatihan dimulai.")
        )
    if not ModuleTest.objects.asked().filter(module=session.module_id, kind=kind).exists():
        raise AssessmentClosed(_("Modul ini belum punya soal untuk tes ini."))
    with because(_("Tes dibuka di kelas."), by=by):
        return RoomOpening.objects.get_or_create(session=session, kind=kind, defaults={"opened_by": by})[0]


@transaction.atomic
def enter_paper_scores(*, session: Session, kind: AssessmentKind, rights: Mapping[int, int], by: User) -> int:
    """{invitation id: how many answers were right}; returns how many are new or corrected.

    The session's row is the queue: of two who copy at once, the second corrects. Raises ScoreRefused.
    """
    session = lock_session(session)
    if session.state == SessionState.CANCELLED or timezone.now() < session.starts_at - PRE_OPENS:
        raise ScoreRefused(_("Nilai belum dapat dicatat untuk sesi ini."))
    if kind == AssessmentKind.POST and timezone.now() < session.starts_at:
        raise ScoreRefused(_("Nilai tes akhir dicatat sesudah pelatihan dimulai."))
    people = {
        one.pk: one
        for one in session.invitations.select_for_update(of=("self",), no_key=True)
        .select_related("person", "substitute", "attendance", "session")
        .filter(pk__in=list(rights))
        .order_by("pk")
    }
    if len(people) != len(rights):
        raise ScoreRefused(_("Ada orang yang tidak diundang ke sesi ini. Muat ulang halaman."))
    with because(_("Nilai dicatat dari kertas."), by=by):
        return sum(_enter(people[pk], kind, right, by) for pk, right in rights.items())


def _enter(invitation: Invitation, kind: AssessmentKind, right: int, by: User) -> bool:
    field = f"nilai-{invitation.pk}"
    if not takes_part(invitation):
        raise ScoreRefused(_("%(name)s tidak hadir.") % {"name": invitation.guest}, field=field)
    sitting = invitation.sittings.select_related("test").filter(kind=kind, number=1).first()
    test = sitting.test if sitting else _test_of(invitation, kind)
    if not 0 <= right <= test.questions.count():
        sentence = _("Tes ini terdiri dari %(number)d soal.")
        raise ScoreRefused(sentence % {"number": test.questions.count()}, field=field)
    if sitting is None:
        sitting = Sitting(invitation=invitation, test=test, kind=kind)
    elif sitting.is_finished:
        if sitting.right_count == right:
            return False
        _refuse_fixed(sitting, right, field)
    sitting.method, sitting.entered_by, sitting.right_count = SittingMethod.PAPER, by, right
    sitting.finished_at = sitting.finished_at or timezone.now()
    sitting.save()
    return True


def _refuse_fixed(sitting: Sitting, right: int, field: str) -> None:
    invitation = sitting.invitation
    if sitting.method == SittingMethod.PHONE:
        raise ScoreRefused(
            _("%(name)s sudah mengerjakan tes ini di HP.") % {"name": invitation.guest}, field=field
        )
    held = Certificate.objects.standing().filter(invitation=invitation).first()
    if sitting.kind == AssessmentKind.POST and right < (sitting.right_count or 0) and held:
        sentence = _("%(name)s sudah memegang sertifikat %(number)s. Minta staf menariknya dahulu.")
        raise ScoreRefused(sentence % {"name": held.name, "number": held}, field=field)


def _test_of(invitation: Invitation, kind: AssessmentKind) -> ModuleTest:
    test = ModuleTest.objects.asked().filter(module=invitation.session.module_id, kind=kind).first()
    if test is None:
        raise ScoreRefused(_("Modul ini belum punya soal untuk tes ini."))
    return test

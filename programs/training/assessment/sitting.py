"""Taking a test: begin, answer question by question, hand in. Each of them twice, or twice at once, is harmless."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.training.choices import AssessmentKind, SittingMethod
from programs.training.errors import AssessmentClosed, QuestionRefused, SittingEnded
from programs.training.models import Answer, Invitation, ModuleTest, Sitting
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment

from .walls import MOST_SITTINGS
from .windows import Window, takes_part, window_of


@transaction.atomic
def start_sitting(*, invitation: Invitation, kind: AssessmentKind) -> Sitting:
    """The one that was begun already, or a new one. The invitation's row is the queue. Raises AssessmentClosed."""
    invitation = lock_invitation(invitation)
    begun = invitation.sittings.filter(kind=kind).order_by("-number").first()
    if begun and not (begun.is_finished and may_sit_again(begun)):
        return begun
    refuse_closed(invitation, kind)
    test = ModuleTest.objects.asked().filter(module=invitation.session.module_id, kind=kind).first()
    if test is None:
        raise AssessmentClosed(_("Modul ini tidak punya tes."))
    with because(_("Dijawab lewat tautan tes.")):
        return Sitting.objects.create(
            invitation=invitation, test=test, kind=kind, number=begun.number + 1 if begun else 1
        )


def lock_invitation(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("session__module", "attendance").get(pk=invitation.pk)


def current_window(invitation: Invitation, kind: AssessmentKind) -> Window:
    session = invitation.session
    return window_of(session, kind, session.room_openings.all())


def may_sit_again(last: Sitting) -> bool:
    """The post-test once more, where the module asks for a score that was missed: a certificate hangs on it."""
    pass_mark = last.invitation.session.module.pass_mark
    return (
        last.kind == AssessmentKind.POST
        and last.number < MOST_SITTINGS
        and pass_mark is not None
        and last.score is not None
        and last.score < pass_mark
    )


def refuse_closed(invitation: Invitation, kind: AssessmentKind) -> None:
    if not takes_part(invitation):
        raise AssessmentClosed(_("Tes ini untuk peserta yang terdaftar dan hadir."))
    window = current_window(invitation, kind)
    if window.is_over:
        raise AssessmentClosed(_("Tes ini sudah ditutup."))
    if not window.is_open:
        sentence = _("Tes ini dibuka %(time)s.")
        raise AssessmentClosed(sentence % {"time": moment(window.opens_at, invitation.session.time_zone)})


@transaction.atomic
def answer_question(*, sitting: Sitting, position: int, choice: int) -> Answer:
    """Keep what was chosen; another choice later replaces it. Raises SittingEnded, AssessmentClosed, QuestionRefused."""
    sitting = _locked(sitting)
    if sitting.is_finished:
        raise SittingEnded(_("Tes ini sudah dikirim, jadi jawabannya tidak berubah lagi."))
    _refuse_late(sitting)
    question = sitting.test.questions.filter(position=position).first()
    if question is None or not 1 <= choice <= len(question.choices):
        raise QuestionRefused(_("Pilih satu jawaban."), field="choice")
    return Answer.objects.update_or_create(
        sitting=sitting, question=question, defaults={"choice": choice, "answered_at": timezone.now()}
    )[0]


@transaction.atomic
def finish_sitting(*, sitting: Sitting) -> Sitting:
    """Hand in; the database counts the score. Who hands in again reads the same score. Raises QuestionRefused."""
    sitting = _locked(sitting)
    if sitting.is_finished:
        return sitting
    _refuse_late(sitting)
    missing = sitting.test.questions.count() - sitting.answers.count()
    if missing:
        sentence = ngettext("%(number)d soal belum dijawab.", "%(number)d soal belum dijawab.", missing)
        raise QuestionRefused(sentence % {"number": missing})
    sitting.finished_at = timezone.now()
    with because(_("Dijawab lewat tautan tes.")):
        sitting.save(update_fields=["finished_at"])
    sitting.refresh_from_db(fields=["right_count", "question_count", "score"])
    return sitting


def _locked(sitting: Sitting) -> Sitting:
    invitation = lock_invitation(sitting.invitation)
    found = Sitting.objects.select_for_update(of=("self",)).select_related("test").get(pk=sitting.pk)
    found.invitation = invitation
    return found


def _refuse_late(sitting: Sitting) -> None:
    if sitting.method != SittingMethod.PHONE:
        raise SittingEnded(_("Nilai tes ini dicatat dari kertas."))
    if not current_window(sitting.invitation, AssessmentKind(sitting.kind)).takes_answers:
        raise AssessmentClosed(_("Tes ini sudah ditutup."))

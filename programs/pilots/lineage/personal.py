"""What is held about a person as pembina or guided, and taking an erased person out of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.choices import MentorshipState, MentorState
from programs.pilots.models import Mentor, Mentorship
from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget, forget_reasons
from soksi_portal.outbox.models import Message
from umkm.cadres.erasure import Eraser
from umkm.cadres.forgetting import GONE, forget_messages
from umkm.cadres.models import Cadre

from .messages import subject_of, subject_of_mentor


def held(user: User) -> Iterable[Section]:
    mentors = Mentor.objects.filter(business__owner__user=user).select_related("business")
    both = Mentorship.objects.filter(Q(guide__owner__user=user) | Q(business__owner__user=user))
    records = [_mentor(one) for one in mentors.order_by("-invited_at", "-pk")]
    records += [
        _mentorship(one) for one in both.select_related("guide", "business").order_by("-asked_at", "-pk")
    ]
    yield Section(
        key="pembinaan",
        title=_("Pembina dan pembinaan"),
        purpose=_("Untuk mempertemukan Anda dengan usaha lain yang belajar atau mengajar."),
        records=tuple(records),
        empty=_("Usaha Anda belum menjadi pembina dan belum dibina."),
        rank=53,
    )


def _mentor(mentor: Mentor) -> Record:
    return Record(
        title=_("Pembina: %(business)s") % {"business": mentor.business},
        url=mentor.get_absolute_url(),
        when=mentor.invited_at,
        facts=(
            Fact("usaha", _("Usaha"), mentor.business.name),
            Fact("status", _("Status"), str(mentor.get_state_display())),
            Fact("diundang", _("Diundang"), mentor.invited_at),
            Fact("bersedia", _("Bersedia sejak"), mentor.agreed_at),
            Fact("berakhir", _("Berakhir"), mentor.ended_at),
            Fact("alasan", _("Alasan"), mentor.end_reason),
        ),
    )


def _mentorship(mentorship: Mentorship) -> Record:
    return Record(
        title=str(mentorship),
        url=mentorship.get_absolute_url(),
        when=mentorship.asked_at,
        facts=(
            Fact("pembina", _("Pembina"), mentorship.guide.name),
            Fact("dibina", _("Yang dibina"), mentorship.business.name),
            Fact("status", _("Status"), str(mentorship.get_state_display())),
            Fact("ditanyakan", _("Ditanyakan"), mentorship.asked_at),
            Fact("dimulai", _("Dimulai"), mentorship.began_at),
            Fact("berakhir", _("Berakhir"), mentorship.ended_at),
            Fact("alasan", _("Alasan"), mentorship.end_reason),
        ),
    )


def lock(cadre: Cadre) -> None:
    """The businesses are locked before; what runs is told by the business's tie."""


def obstacles(cadre: Cadre) -> list[str]:
    """An active pembina, or who is guided now, is told by the business's tie already."""
    return []


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    """Who learned from whom stays as numbers; the words go, and nobody is asked any more."""
    now = timezone.now()
    mentors = Mentor.objects.filter(business__owner=cadre)
    both = Mentorship.objects.filter(Q(guide__owner=cadre) | Q(business__owner=cadre))
    ended = {"ended_by": by, "ended_at": now}
    mentors.filter(state=MentorState.INVITED).update(state=MentorState.DECLINED, **ended)
    both.filter(state=MentorshipState.PROPOSED).update(state=MentorshipState.DECLINED, **ended)
    told, shared = list(mentors.values_list("pk", flat=True)), list(both.values_list("pk", flat=True))
    mentors.exclude(end_reason="").update(end_reason=GONE)
    both.exclude(end_reason="").update(end_reason=GONE)
    forget(Mentor, told, end_reason=GONE)
    forget(Mentorship, shared, end_reason=GONE)
    forget_reasons(Mentor, told, words=GONE)
    forget_reasons(Mentorship, shared, words=GONE)
    about = [subject_of_mentor(Mentor(pk=pk)) for pk in told] + [
        subject_of(Mentorship(pk=pk)) for pk in shared
    ]
    forget_messages(Message.objects.filter(subject_ref__in=about))
    return {"mentors": len(told), "mentorships": len(shared)}


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)

"""What waits for a person on `/beranda/` because of trainings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure, moment_range

from .choices import InvitationState, SessionStage, SessionState
from .coverage import queries as coverage
from .models import Invitation, Session
from .permissions import may_schedule

SOON = timedelta(days=7)
MOST = 5  # things of one kind; the rest is on the list


def for_invited(user: User) -> Iterator[Waiting]:
    """Invitations to answer, and the next training."""
    if not user.has_role(Role.CADRE):
        return
    upcoming = (
        Invitation.objects.filter(
            person=user, session__state=SessionState.PLANNED, session__ends_at__gt=timezone.now()
        )
        .select_related("session__module", "province")
        .order_by("session__starts_at")
    )
    invitations = list(upcoming[: MOST * 4])
    for invitation in [one for one in invitations if one.state == InvitationState.INVITED and _open(one)][
        :MOST
    ]:
        yield Waiting(
            title=_("Undangan pelatihan: %(module)s") % {"module": invitation.session.module},
            text=_when(invitation),
            url=invitation.get_absolute_url(),
            action=_("Jawab undangan"),
            urgency=10,
        )
    coming = next((one for one in invitations if one.state == InvitationState.CONFIRMED), None)
    if coming:
        runs = coming.session.stage == SessionStage.RUNNING
        title = (
            _("Pelatihan Anda sekarang: %(module)s") if runs else _("Pelatihan Anda berikutnya: %(module)s")
        )
        yield Waiting(
            title=title % {"module": coming.session.module},
            text=_when(coming),
            url=coming.session.get_absolute_url(),
            action=_("Lihat pelatihan"),
            urgency=5 if runs else 40,
        )


def _open(invitation: Invitation) -> bool:
    return invitation.session.is_upcoming


def _when(invitation: Invitation) -> str:
    session = invitation.session
    return moment_range(session.starts_at, session.ends_at, invitation.province.time_zone)


def for_trainer(user: User) -> Iterator[Waiting]:
    """The next session, and sessions over whose attendance is missing."""
    if not user.has_role(Role.TRAINER):
        return
    own = Session.objects.filter(trainer=user, state=SessionState.PLANNED).select_related("module")
    now = timezone.now()
    for session in own.filter(ends_at__lte=now).order_by("starts_at")[:MOST]:
        yield _session(
            session, _("Kehadiran belum lengkap: %(module)s"), "session_attendance", _("Isi kehadiran"), 10
        )
    coming = own.filter(ends_at__gt=now).order_by("starts_at").first()
    if coming is None:
        return
    if coming.takes_attendance:
        yield _session(coming, _("Sekarang: %(module)s"), "session_attendance", _("Catat kehadiran"), 5)
    else:
        yield _session(coming, _("Sesi Anda berikutnya: %(module)s"), "session_detail", _("Lihat sesi"), 40)


def _session(session: Session, title: str, page: str, action: str, urgency: int) -> Waiting:
    return Waiting(
        title=title % {"module": session.module},
        text=moment_range(session.starts_at, session.ends_at, session.time_zone),
        url=reverse(page, args=[session.pk]),
        action=action,
        urgency=urgency,
    )


def for_staff(user: User) -> Iterator[Waiting]:
    """Sessions soon with few answers, and pilots for whom no training is planned."""
    if not may_schedule(user):
        return
    now = timezone.now()
    quiet: QuerySet[Any] = (
        Session.objects.upcoming()
        .filter(starts_at__lte=now + SOON)
        .select_related("module")
        .with_answers()
        .filter(Q(invited__gt=0, unanswered__gte=F("invited") / 2.0))
        .order_by("starts_at")
    )
    for session in quiet[:MOST]:
        words = _("%(unanswered)s dari %(invited)s orang belum menjawab. %(time)s") % {
            "unanswered": figure(session.unanswered),
            "invited": figure(session.invited),
            "time": moment_range(session.starts_at, session.ends_at, session.time_zone),
        }
        title = _("Sedikit jawaban: %(module)s") % {"module": session.module}
        yield Waiting(title, words, session.get_absolute_url(), _("Lihat sesi"), 30)
    yield from _unserved(user)


def _unserved(user: User) -> Iterator[Waiting]:
    without = coverage.pilots_without_training().visible_to(user).count()
    if without:
        yield Waiting(
            title=_("Percontohan tanpa jadwal pelatihan"),
            text=_("%(number)s usaha percontohan tidak punya pelatihan dalam 60 hari ke depan.")
            % {"number": figure(without)},
            url=reverse("unserved_pilots"),
            action=_("Lihat siapa saja"),
            urgency=35,
            count=without,
        )
    provinces = coverage.provinces_without_teacher().count()
    if provinces:
        yield Waiting(
            title=_("Modul tanpa pelatih"),
            text=_("Di %(number)s provinsi belum ada pelatih untuk sebagian modul.")
            % {"number": figure(provinces)},
            url=reverse("unserved_modules"),
            action=_("Lihat modulnya"),
            urgency=45,
            count=provinces,
        )

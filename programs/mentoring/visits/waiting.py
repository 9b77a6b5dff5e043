"""What waits for a person on `/beranda/` because of mentoring."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.actions.choices import ActionState
from programs.mentoring.matching.choices import HandoverState, Side
from programs.mentoring.matching.permissions import may_match
from programs.mentoring.models import ActionItem, Assignment, Handover, Visit
from programs.pilots.models import Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, distance, figure

from .choices import VisitState

MOST = 4  # things of one kind; the rest is on the list


def for_cadre(user: User) -> Iterator[Waiting]:
    """Times to agree to, the next visit, and tasks: those overdue first."""
    if not user.has_role(Role.CADRE):
        return
    visits = Visit.objects.planned().filter(business__owner__user=user, starts_at__gt=timezone.now())
    yield from _visits(visits.order_by("starts_at"), Side.CADRE)
    tasks = ActionItem.objects.filter(business__owner__user=user)
    yield from _tasks(tasks, Side.CADRE)


def for_mentor(user: User) -> Iterator[Waiting]:
    """Offers, times to agree to, visits that nobody wrote down, tasks."""
    if not user.has_role(Role.JAMKRINDO):
        return
    offers = Handover.objects.filter(to_mentor__user=user, state=HandoverState.OFFERED)
    for offer in offers.select_related("assignment__business", "offered_by")[:MOST]:
        yield Waiting(
            title=_("Bersediakah Anda mendampingi %(business)s?") % {"business": offer.assignment.business},
            text=_("%(who)s menawarkannya sejak %(since)s.")
            % {"who": offer.offered_by, "since": distance(offer.offered_at)},
            url=offer.get_absolute_url(),
            action=_("Lihat dan jawab"),
            urgency=20,
        )
    mine = list(
        Assignment.objects.visible_to(user).running().held_by(user).values_list("business", flat=True)
    )
    if not mine:
        return
    now = timezone.now()
    planned = Visit.objects.planned().filter(business__in=mine)
    held = planned.filter(state=VisitState.AGREED, starts_at__lte=now).select_related("business", "province")
    for visit in held.order_by("starts_at")[:MOST]:
        yield Waiting(
            title=_("Catat kunjungan %(business)s") % {"business": visit.business},
            text=str(visit),
            url=reverse("visit_record", args=[visit.pk]),
            action=_("Catat kunjungan"),
            urgency=14,
        )
    yield from _visits(planned.filter(starts_at__gt=now).order_by("starts_at"), Side.MENTOR)
    yield from _tasks(ActionItem.objects.filter(business__in=mine), Side.MENTOR)


def _visits(rows: QuerySet[Visit], side: Side) -> Iterator[Waiting]:
    coming = list(rows.select_related("business", "province")[: MOST * 3])
    for visit in [one for one in coming if one.waits_for == side][:MOST]:
        yield Waiting(
            title=_("Cocokkah waktu kunjungan %(business)s?") % {"business": visit.business},
            text=str(visit),
            url=visit.get_absolute_url(),
            action=_("Lihat dan jawab"),
            urgency=11,
        )
    agreed = next((one for one in coming if one.state == VisitState.AGREED), None)
    if agreed:
        yield Waiting(
            title=_("Kunjungan berikutnya: %(business)s") % {"business": agreed.business},
            text=str(agreed),
            url=agreed.get_absolute_url(),
            action=_("Lihat kunjungan"),
            urgency=41,
        )


def _tasks(rows: QuerySet[ActionItem], side: Side) -> Iterator[Waiting]:
    """One's own that are overdue, each; those to confirm, as one line each."""
    waiting = rows.select_related("business").filter(
        Q(pk__in=ActionItem.objects.overdue().values("pk")) | Q(state=ActionState.DONE, owner=side.other)
    )
    found = list(waiting.order_by("due_on", "pk")[: MOST * 3])
    for item in [one for one in found if one.state == ActionState.OPEN][:MOST]:
        own = item.owner == side
        yield Waiting(
            title=_("Lewat tenggat: %(what)s") % {"what": item.what},
            text=_("%(business)s, tenggatnya %(due)s.")
            % {"business": item.business, "due": day(item.due_on)},
            url=item.get_absolute_url(),
            action=_("Laporkan selesai") if own else _("Lihat tugasnya"),
            urgency=13 if own else 28,
        )
    for item in [one for one in found if one.state == ActionState.DONE][:MOST]:
        yield Waiting(
            title=_("Sudah selesai? %(what)s") % {"what": item.what},
            text=_("%(business)s: dilaporkan selesai, tegaskan atau tulis yang kurang.")
            % {"business": item.business},
            url=item.get_absolute_url(),
            action=_("Tegaskan"),
            urgency=27,
        )


def for_staff(user: User) -> Iterator[Waiting]:
    """Pilots whom nobody mentors."""
    if not may_match(user):
        return
    mentored = Assignment.objects.running().filter(business=OuterRef("business"))
    alone = Pilot.objects.active().visible_to(user).filter(~Exists(mentored)).count()
    if alone:
        yield Waiting(
            title=_("Percontohan tanpa pendamping"),
            text=_("%(number)s usaha percontohan belum punya pendamping.") % {"number": figure(alone)},
            url=f"{reverse('mentoring_list')}?keadaan=tanpa",
            action=_("Tunjuk pendamping"),
            urgency=33,
            count=alone,
        )

"""Who is not served: pilots without a training soon, modules that nobody teaches in a province."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from programs.pilots.models import Pilot, PilotQuerySet
from programs.training.choices import AttendanceStatus, SessionState
from programs.training.models import Invitation, Module, TrainerProfile
from programs.training.models.materials import TAKE_PART
from umkm.regions.models import Province

SOON = timedelta(days=60)


def pilots_without_training() -> PilotQuerySet:
    """Active pilots who take part in no session of the next 60 days, with when they `trained` last.

    Whoever declined is not served either.
    """
    now = timezone.now()
    planned = Invitation.objects.filter(
        pilot=OuterRef("pk"),
        state__in=TAKE_PART,
        session__state=SessionState.PLANNED,
        session__starts_at__gt=now,
        session__starts_at__lte=now + SOON,
    )
    came = Q(invitations__attendance__status=AttendanceStatus.PRESENT)
    return (
        Pilot.objects.active()
        .filter(~Exists(planned))
        .annotate(trained=Max("invitations__session__starts_at", filter=came))
        .select_related("business__owner__user", "seat__province", "seat__phase")
    )


def _taught_there() -> QuerySet[Any]:
    return TrainerProfile.objects.teaching().filter(
        modules=OuterRef("pk"), provinces=OuterRef(OuterRef("pk"))
    )


def provinces_without_teacher() -> QuerySet[Any]:
    """Provinces with active pilots in which a module that is taught has no trainer, with the titles as `missing`."""
    missing = Module.objects.filter(~Exists(_taught_there()), is_active=True)
    pilots = Pilot.objects.active().filter(seat__province=OuterRef("pk"))
    return (
        Province.objects.existing()
        .filter(Exists(pilots), Exists(missing))
        .annotate(missing=ArraySubquery(missing.order_by("title").values("title")))
    )

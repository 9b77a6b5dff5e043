"""The lists of staff: every pilot with who mentors it and how it goes; every visit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import django_filters
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)  # fmt: skip
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.mentoring.models import ActionItem, Assignment, MentorProfile, Visit
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, in_zone, moment
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge
from umkm.regions.models import Province
from umkm.regions.scoping import provinces_of

from .choices import VisitMode, VisitState

NEVER = datetime(1900, 1, 1, tzinfo=UTC)  # a list sorts by no empty value
LONG_AGO = timedelta(days=60)


def mentored_pilots(user: User) -> QuerySet[Any]:
    """Active pilots within reach: who mentors each, when it was visited last, how many tasks are open and overdue."""
    running = Assignment.objects.running().filter(business=OuterRef("business"))
    held = Visit.objects.held().filter(business=OuterRef("business")).order_by("-held_at")
    return (
        Pilot.objects.active()
        .visible_to(user)
        .select_related("business__owner", "seat__province", "seat__phase")
        .annotate(
            mentor_id=Subquery(running.values("mentor")[:1]),
            mentor_name=Coalesce(Subquery(running.values("mentor__user__full_name")[:1]), Value("")),
            last_visit=Coalesce(
                Subquery(held.values("held_at")[:1]), Value(NEVER), output_field=DateTimeField()
            ),
            open_tasks=_tasks(ActionItem.objects.unfinished()),
            overdue_tasks=_tasks(ActionItem.objects.overdue()),
        )
    )


def _tasks(rows: QuerySet[ActionItem]) -> Coalesce:
    counted = (
        rows.filter(business=OuterRef("business"))
        .order_by()
        .values("business")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class MentorChoice(django_filters.ModelChoiceFilter):
    """By name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Pendamping"),
            queryset=lambda request: MentorProfile.objects.select_related("user").order_by("user__full_name"),
            **kwargs,
        )


WITHOUT, OVERDUE, UNSEEN = "tanpa", "lewat", "lama"
STATES = (
    (WITHOUT, gettext_lazy("Belum punya pendamping")),
    (OVERDUE, gettext_lazy("Ada tugas lewat tenggat")),
    (UNSEEN, gettext_lazy("Tidak dikunjungi 60 hari")),
)


class _InReach(django_filters.FilterSet):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["provinsi"].queryset = provinces_of(user)


class MentoringFilter(_InReach):
    keadaan = django_filters.ChoiceFilter(
        label=gettext_lazy("Keadaan"), choices=STATES, empty_label=gettext_lazy("Semua"), method="by_state"
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Provinsi"), field_name="seat__province", queryset=Province.objects.none(),
        empty_label=gettext_lazy("Semua"),
    )  # fmt: skip
    pendamping = MentorChoice(field_name="mentor_id", empty_label=gettext_lazy("Semua"), method="by_mentor")

    class Meta:
        model = Pilot
        fields: tuple[str, ...] = ()

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == WITHOUT:
            return rows.filter(mentor_id=None)
        if value == OVERDUE:
            return rows.filter(Exists(ActionItem.objects.overdue().filter(business=OuterRef("business"))))
        long_ago = timezone.now() - LONG_AGO
        return rows.filter(last_visit__lt=long_ago, accepted_at__lt=long_ago)

    def by_mentor(self, rows: QuerySet[Any], name: str, value: MentorProfile) -> QuerySet[Any]:
        return rows.filter(mentor_id=value.pk)


class VisitFilter(_InReach):
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"), field_name="state", choices=VisitState.choices,
        empty_label=gettext_lazy("Semua"),
    )  # fmt: skip
    cara = django_filters.ChoiceFilter(
        label=gettext_lazy("Cara"), field_name="mode", choices=VisitMode.choices,
        empty_label=gettext_lazy("Semua"),
    )  # fmt: skip
    provinsi = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Provinsi"), field_name="province", queryset=Province.objects.none(),
        empty_label=gettext_lazy("Semua"),
    )  # fmt: skip
    pendamping = MentorChoice(field_name="mentor", empty_label=gettext_lazy("Semua"))

    class Meta:
        model = Visit
        fields: tuple[str, ...] = ()


MENTORING_COLUMNS: tuple[Column, ...] = (
    Column(
        "usaha",
        gettext_lazy("Usaha"),
        lambda p: p.business.name,
        link=lambda p: reverse("mentoring_detail", args=[p.business_id]),
        sort="business__name",
    ),
    Column("provinsi", gettext_lazy("Provinsi"), lambda p: p.seat.province.name, sort="seat__province__name"),
    Column("pemilik", gettext_lazy("Pemilik"), lambda p: p.business.owner.full_name),
    Column(
        "pendamping",
        gettext_lazy("Pendamping"),
        lambda p: p.mentor_name,
        cell=lambda p: p.mentor_name or badge(_("Belum ada"), "attention"),
        sort="mentor_name",
    ),
    Column(
        "kunjungan",
        gettext_lazy("Kunjungan terakhir"),
        lambda p: "" if p.last_visit == NEVER else _local(p).date().isoformat(),
        cell=lambda p: _("Belum pernah") if p.last_visit == NEVER else day(_local(p)),
        sort="last_visit",
    ),
    Column("tugas", gettext_lazy("Tugas terbuka"), lambda p: p.open_tasks, numeric=True, sort="open_tasks"),
    Column(
        "lewat", gettext_lazy("Lewat tenggat"), lambda p: p.overdue_tasks, numeric=True, sort="overdue_tasks"
    ),
)


def _local(pilot: Any) -> datetime:
    return in_zone(pilot.last_visit, pilot.seat.province.time_zone)


VISIT_COLUMNS: tuple[Column, ...] = (
    Column(
        "usaha",
        gettext_lazy("Usaha"),
        lambda v: v.business.name,
        link=Visit.get_absolute_url,
        sort="business__name",
    ),
    Column(
        "waktu",
        gettext_lazy("Waktu"),
        lambda v: in_zone(v.starts_at, v.province.time_zone).strftime("%Y-%m-%d %H:%M"),
        cell=lambda v: moment(v.starts_at, v.province.time_zone),
        sort="starts_at",
    ),
    Column("provinsi", gettext_lazy("Provinsi"), lambda v: v.province.name, sort="province__name"),
    Column("cara", gettext_lazy("Cara"), lambda v: str(v.get_mode_display())),
    Column("pendamping", gettext_lazy("Pendamping"), lambda v: str(v.mentor), sort="mentor__user__full_name"),
    Column(
        "status",
        gettext_lazy("Status"),
        lambda v: str(v.get_state_display()),
        cell=lambda v: badge(VisitState(v.state)),
        sort="state",
    ),
)


def listed_visits(user: User) -> QuerySet[Visit]:
    return Visit.objects.visible_to(user).select_related("business", "province", "mentor__user")

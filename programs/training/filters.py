"""What the list of sessions is narrowed down by, in the address."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.regions.models import Province

from .choices import SessionMode, SessionStage
from .models import Module, Session, SessionProvince
from .models.stages import at_stage

PAST, ALL = "lewat", "semua"


class SessionFilter(django_filters.FilterSet):
    waktu = django_filters.ChoiceFilter(
        label=_("Waktu"),
        choices=[(PAST, _("Sudah lewat")), (ALL, _("Semua"))],
        empty_label=_("Akan datang"),
        method="at_time",
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=SessionStage.choices, method="at_stage", empty_label=_("Semua")
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=_("Provinsi"),
        queryset=Province.objects.existing(),
        method="in_province",
        empty_label=_("Semua"),
    )
    modul = django_filters.ModelChoiceFilter(
        label=_("Modul"), field_name="module", queryset=Module.objects.all(), empty_label=_("Semua")
    )
    pelatih = django_filters.ModelChoiceFilter(
        label=_("Pelatih"),
        field_name="trainer",
        queryset=lambda request: User.objects.with_role(Role.TRAINER).order_by("full_name", "pk"),
        empty_label=_("Semua"),
    )
    cara = django_filters.ChoiceFilter(
        label=_("Cara"), field_name="mode", choices=SessionMode.choices, empty_label=_("Semua")
    )

    class Meta:
        model = Session
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = timezone.now()
        if not user.has_role(Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN):
            for name in ("status", "provinsi", "modul", "pelatih", "cara"):
                del self.filters[name]  # one's own few sessions need no more than their time

    def filter_queryset(self, queryset: QuerySet[Session]) -> QuerySet[Session]:
        queryset = super().filter_queryset(queryset)
        if (
            not self.form.cleaned_data.get("waktu") and not self._asks_for_ended
        ):  # coming ones unless asked otherwise
            queryset = queryset.filter(ends_at__gt=self.now)
        return queryset

    @property
    def shows_past(self) -> bool:
        return self.data.get("waktu") in (PAST, ALL) or self._asks_for_ended

    @property
    def _asks_for_ended(self) -> bool:
        """A status that no coming session has."""
        return "status" in self.filters and self.data.get("status") in (SessionStage.OVER, SessionStage.HELD)

    def at_time(self, queryset: QuerySet[Session], name: str, value: str) -> QuerySet[Session]:
        return queryset.filter(ends_at__lte=self.now) if value == PAST else queryset

    def at_stage(self, queryset: QuerySet[Session], name: str, value: str) -> QuerySet[Session]:
        return queryset.filter(at_stage(value, now=self.now))

    def in_province(self, queryset: QuerySet[Session], name: str, value: Province) -> QuerySet[Session]:
        return queryset.filter(pk__in=SessionProvince.objects.filter(province=value).values("session"))

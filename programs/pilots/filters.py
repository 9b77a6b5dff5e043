"""What the lists are narrowed down by, in the address."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from programs.partnership.models import Phase, PhaseProvince
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business
from umkm.regions.models import Province
from umkm.regions.scoping import provinces_of, sees_whole_country

from .choices import NominationState
from .models import Nomination, Pilot
from .reviews.permissions import may_review
from .reviews.queries import waiting_for_review

FREE, FULL, WAITING = "kosong", "penuh", "usulan"
MINE, ENOUGH, LACKING = "saya", "cukup", "kurang"
REVIEW_CHOICES = [
    (MINE, _("Menunggu penilaian saya")),
    (LACKING, _("Kurang penilai")),
    (ENOUGH, _("Siap diputuskan")),
]


class Scoped(django_filters.FilterSet):
    """A coordinator of one province is not asked for the province."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["provinsi"].queryset = provinces = provinces_of(user)
        if not sees_whole_country(user) and len(provinces) < 2:
            del self.filters["provinsi"]


class NominationFilter(Scoped):
    status = django_filters.ChoiceFilter(
        label=_("Status"), field_name="state", choices=NominationState.choices, empty_label=_("Semua")
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=_("Provinsi"), field_name="province", queryset=Province.objects.none(), empty_label=_("Semua")
    )
    tahap = django_filters.ModelChoiceFilter(
        label=_("Tahap"), field_name="phase", queryset=Phase.objects.all(), empty_label=_("Semua")
    )
    cari = django_filters.CharFilter(
        label=_("Nama usaha"), field_name="business__name", lookup_expr="icontains", max_length=80
    )

    penilaian = django_filters.ChoiceFilter(
        label=_("Penilaian"), choices=REVIEW_CHOICES, empty_label=_("Semua"), method="by_reviews"
    )

    class Meta:
        model = Nomination
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        if not may_review(user):
            self.filters["penilaian"].extra["choices"] = REVIEW_CHOICES[1:]

    def by_reviews(self, queryset: QuerySet[Nomination], name: str, value: str) -> QuerySet[Nomination]:
        """The rows know how many have `reviewed` them."""
        if value == MINE:
            return waiting_for_review(queryset, self.user)
        undecided = queryset.filter(state=NominationState.PROPOSED)
        enough = Q(reviewed__gte=F("phase__least_reviews"))
        return undecided.filter(enough if value == ENOUGH else ~enough)


class CandidateFilter(Scoped):
    cari = django_filters.CharFilter(
        label=_("Nama usaha"), field_name="name", lookup_expr="icontains", max_length=80
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=_("Provinsi"), field_name="province", queryset=Province.objects.none(), empty_label=_("Semua")
    )

    class Meta:
        model = Business
        fields: tuple[str, ...] = ()


class SeatFilter(django_filters.FilterSet):
    keadaan = django_filters.ChoiceFilter(
        label=_("Kursi"),
        choices=[
            (FREE, _("Masih ada yang kosong")),
            (FULL, _("Semua terisi")),
            (WAITING, _("Ada usulan yang menunggu")),
        ],
        empty_label=_("Semua"),
        method="in_state",
    )

    class Meta:
        model = PhaseProvince
        fields: tuple[str, ...] = ()

    def in_state(self, queryset: QuerySet[PhaseProvince], name: str, value: str) -> QuerySet[PhaseProvince]:
        if value == WAITING:
            waiting = Nomination.objects.undecided().filter(
                phase=OuterRef("phase"), province=OuterRef("province")
            )
            return queryset.filter(Exists(waiting))
        sitting = (
            Pilot.objects.active()
            .filter(seat__phase=OuterRef("phase"), seat__province=OuterRef("province"))
            .order_by()
            .values("seat__phase")
            .annotate(number=Count("pk"))
            .values("number")
        )
        counted = queryset.annotate(sitting=Coalesce(Subquery(sitting), 0))
        full = Q(sitting__gte=F("quota"))
        return counted.filter(full if value == FULL else ~full)

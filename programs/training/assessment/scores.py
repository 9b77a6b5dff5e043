"""The list of scores, one row for each test that was handed in."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from programs.training.choices import AssessmentKind, SittingMethod
from programs.training.models import Module, Sitting
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, in_zone
from soksi_portal.common.tabular import Column
from umkm.regions.models import Province


class ScoreFilter(django_filters.FilterSet):
    tes = django_filters.ChoiceFilter(
        label=gettext_lazy("Tes"),
        field_name="kind",
        choices=AssessmentKind.choices,
        empty_label=gettext_lazy("Semua"),
    )
    modul = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Modul"),
        field_name="test__module",
        queryset=Module.objects.order_by("title"),
        empty_label=gettext_lazy("Semua"),
    )
    pelatih = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Pelatih"),
        field_name="invitation__session__trainer",
        queryset=lambda request: User.objects.with_role(Role.TRAINER).order_by("full_name", "pk"),
        empty_label=gettext_lazy("Semua"),
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Provinsi"),
        field_name="invitation__province",
        queryset=Province.objects.existing().order_by("name"),
        empty_label=gettext_lazy("Semua"),
    )

    class Meta:
        model = Sitting
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, compares: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not compares:
            del self.filters["pelatih"]


def scores_seen_by(user: User) -> QuerySet[Sitting]:
    return (
        Sitting.objects.finished()
        .visible_to(user)
        .select_related(
            "test__module",
            "invitation__person",
            "invitation__province",
            "invitation__substitute",
            "invitation__business",
            "invitation__session__trainer",
        )
    )


SCORE_COLUMNS = (
    Column(
        "nama",
        gettext_lazy("Nama"),
        lambda s: s.invitation.guest,
        link=lambda s: s.invitation.session.get_absolute_url(),
    ),
    Column("usaha", gettext_lazy("Usaha"), lambda s: s.invitation.business.name),
    Column("provinsi", gettext_lazy("Provinsi"), lambda s: s.invitation.province.name),
    Column("modul", gettext_lazy("Modul"), lambda s: s.test.module.title),
    Column(
        "sesi",
        gettext_lazy("Sesi"),
        lambda s: s.invitation.session.starts_at.astimezone(s.invitation.session.zone).date().isoformat(),
        on_page=False,
    ),
    Column("pelatih", gettext_lazy("Pelatih"), lambda s: s.invitation.session.trainer.full_name),
    Column("tes", gettext_lazy("Tes"), lambda s: str(s.get_kind_display())),
    Column("ke", gettext_lazy("Percobaan"), lambda s: s.number, numeric=True, on_page=False),
    Column("benar", gettext_lazy("Benar"), lambda s: s.right_count, numeric=True, on_page=False),
    Column("soal", gettext_lazy("Soal"), lambda s: s.question_count, numeric=True, on_page=False),
    Column("nilai", gettext_lazy("Nilai"), lambda s: s.score, numeric=True, sort="score"),
    Column("cara", gettext_lazy("Cara"), lambda s: str(SittingMethod(s.method).label), on_page=False),
    Column(
        "dikirim",
        gettext_lazy("Dikirim"),
        lambda s: s.finished_at.astimezone(s.invitation.session.zone).strftime("%Y-%m-%d %H:%M"),
        cell=lambda s: day(in_zone(s.finished_at, s.invitation.session.time_zone)),
        sort="finished_at",
    ),
)

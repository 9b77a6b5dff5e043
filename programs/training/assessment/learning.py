"""Learning gain and feedback per module and per trainer, out of the tallies."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.models import LearningTally, Module
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.display import NOTHING, figure
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge
from umkm.regions.models import Province

from .opinions import LEAST
from .tallying import SUMS

ENOUGH = 5  # cases; of fewer a mean says more about those people than about the teaching
FIRST_YEAR = 2015


class LearningFilter(django_filters.FilterSet):
    """Of the tallies, before they are summed."""

    tahun = django_filters.ChoiceFilter(
        label=gettext_lazy("Tahun"), field_name="year", empty_label=gettext_lazy("Semua")
    )
    modul = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Modul"),
        field_name="module",
        queryset=Module.objects.order_by("title"),
        empty_label=gettext_lazy("Semua"),
    )
    pelatih = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Pelatih"),
        field_name="trainer",
        queryset=lambda request: User.objects.with_role(Role.TRAINER).order_by("full_name", "pk"),
        empty_label=gettext_lazy("Semua"),
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Provinsi"),
        field_name="province",
        queryset=Province.objects.existing().order_by("name"),
        empty_label=gettext_lazy("Semua"),
    )

    class Meta:
        model = LearningTally
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, leave_out: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.filters[leave_out]  # what the rows are
        years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
        self.filters["tahun"].extra["choices"] = [(str(year), str(year)) for year in years]


class WordsFilter(django_filters.FilterSet):
    pelatih = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Pelatih"),
        field_name="trainer",
        queryset=lambda request: User.objects.with_role(Role.TRAINER).order_by("full_name", "pk"),
        empty_label=gettext_lazy("Semua"),
    )

    class Meta:
        model = LearningTally
        fields: tuple[str, ...] = ()


def sums_of(rows: QuerySet[Any], tallies: QuerySet[LearningTally]) -> QuerySet[Any]:
    """Modules or trainers with the sums of their tallies; those without any are left out. One query."""
    named = {name: Sum(f"learning__{name}") for name in SUMS}
    return rows.filter(learning__in=tallies).annotate(**named).filter(Q(cases__gt=0) | Q(answers__gt=0))


def _mean(sums: Any, name: str) -> float | None:
    return getattr(sums, name) / sums.cases if sums.cases else None


def before(sums: Any) -> float | None:
    return _mean(sums, "pre_sum")


def after(sums: Any) -> float | None:
    return _mean(sums, "post_sum")


def difference(sums: Any) -> float | None:
    return (sums.post_sum - sums.pre_sum) / sums.cases if sums.cases else None


def normalized(sums: Any) -> float | None:
    """Hake's gain: of what could still be learned, how much was. None where nothing could be."""
    room = 100 * sums.cases - sums.pre_sum
    return (sums.post_sum - sums.pre_sum) / room if room else None


def opinion(sums: Any, name: str) -> float | None:
    """Of too few answers nothing is shown: one could guess whose they are."""
    return getattr(sums, name) / sums.answers if sums.answers >= LEAST else None


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _signed(value: float | None, decimals: int) -> str:
    if value is None:
        return NOTHING
    return f"{'+' if value > 0 else ''}{figure(value, decimals)}".replace("-", "−")


def warning(sums: Any) -> str:
    if not sums.cases:
        return _("Belum ada yang mengerjakan kedua tes")
    return _("Terlalu sedikit") if sums.cases < ENOUGH else ""


def _cases(sums: Any) -> Any:
    words = warning(sums)
    if not words:
        return figure(sums.cases)
    return format_html("{}<br>{}", figure(sums.cases), badge(words, "attention"))


SUM_COLUMNS = (
    Column(
        "kasus",
        gettext_lazy("Orang"),
        lambda s: s.cases,
        cell=_cases,
        sort="cases",
        numeric=True,
    ),
    Column(
        "awal",
        gettext_lazy("Tes awal"),
        lambda s: _rounded(before(s), 1),
        cell=lambda s: figure(before(s), 1),
        numeric=True,
    ),
    Column(
        "akhir",
        gettext_lazy("Tes akhir"),
        lambda s: _rounded(after(s), 1),
        cell=lambda s: figure(after(s), 1),
        numeric=True,
    ),
    Column(
        "selisih",
        gettext_lazy("Kenaikan"),
        lambda s: _rounded(difference(s), 1),
        cell=lambda s: _signed(difference(s), 1),
        numeric=True,
    ),
    Column(
        "peningkatan",
        gettext_lazy("Peningkatan"),
        lambda s: _rounded(normalized(s), 2),
        cell=lambda s: NOTHING if normalized(s) is None else f"{_signed((normalized(s) or 0) * 100, 0)} %",
        numeric=True,
    ),
    Column("catatan", gettext_lazy("Catatan"), warning, on_page=False),
    Column(
        "umpan-balik",
        gettext_lazy("Umpan balik"),
        lambda s: s.answers,
        cell=lambda s: figure(s.answers),
        numeric=True,
        sort="answers",
    ),
    Column(
        "manfaat",
        gettext_lazy("Manfaat"),
        lambda s: _rounded(opinion(s, "usefulness_sum"), 2),
        cell=lambda s: figure(opinion(s, "usefulness_sum"), 1),
        numeric=True,
    ),
    Column(
        "kejelasan",
        gettext_lazy("Kejelasan"),
        lambda s: _rounded(opinion(s, "clarity_sum"), 2),
        cell=lambda s: figure(opinion(s, "clarity_sum"), 1),
        numeric=True,
    ),
)
MODULE_COLUMNS = (
    Column("modul", gettext_lazy("Modul"), lambda m: m.title, link=Module.get_absolute_url, sort="title"),
    *SUM_COLUMNS,
)
TRAINER_COLUMNS = (
    Column("pelatih", gettext_lazy("Pelatih"), lambda u: u.full_name, sort="full_name"),
    *SUM_COLUMNS,
)

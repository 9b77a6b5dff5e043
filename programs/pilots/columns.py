"""The columns of the lists, on the page and in the export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.partnership.models import PhaseProvince
from soksi_portal.common.display import figure, in_zone, rupiah
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge, local_date
from umkm.businesses.models import Business

from .models import Nomination
from .queries import ProvinceSeats
from .reviews.queries import Progress

# a seat whose holder asked for this (UU 27/2022: the processing is suspended)
NOT_NAMED = gettext_lazy("pemiliknya meminta datanya tidak diproses")


def _day(at: Any, nomination: Nomination) -> Any:
    return in_zone(at, nomination.province.time_zone).date() if at else None


def _state(nomination: Nomination) -> SafeString:
    return badge(_state_words(nomination), nomination.state_tone)


def _state_words(nomination: Nomination) -> str:
    if nomination.waitlist_rank:
        return _("Daftar tunggu, urutan %(rank)s") % {"rank": nomination.waitlist_rank}
    return str(nomination.get_state_display())


def _comparison_url(row: Nomination | PhaseProvince) -> str:
    """The nominations of the row's province in its phase, side by side."""
    return f"{reverse('pilot_province', args=[row.province_id])}?tahap={row.phase_id}"


def _reviewed(nomination: Nomination) -> str:
    """How many sheets are in, of how many that are asked for; the list has counted them."""
    return _("%(number)s dari %(least)s") % {
        "number": figure(nomination.reviewed),  # type: ignore[attr-defined]  # annotated by the list
        "least": figure(nomination.phase.least_reviews),
    }


NOMINATION_COLUMNS = (
    Column(
        "usaha",
        gettext_lazy("Usaha"),
        lambda n: n.business.name,
        link=lambda n: n.get_absolute_url(),
        sort="business__name",
    ),
    Column("pemilik", gettext_lazy("Pemilik"), lambda n: n.business.owner.full_name),
    Column(
        "provinsi",
        gettext_lazy("Provinsi"),
        lambda n: n.province.name,
        link=_comparison_url,
        sort="province__name",
    ),
    Column("tahap", gettext_lazy("Tahap"), lambda n: n.phase.name),
    Column("pengusul", gettext_lazy("Pengusul"), lambda n: n.nominated_by.full_name),
    Column(
        "diusulkan",
        gettext_lazy("Diusulkan"),
        lambda n: _day(n.nominated_at, n),
        cell=lambda n: local_date(n.nominated_at, n.province.time_zone),
        sort="nominated_at",
    ),
    Column("status", gettext_lazy("Status"), _state_words, cell=_state),
    Column("penilai", gettext_lazy("Penilai"), lambda n: _reviewed(n)),
    Column(
        "pemutus",
        gettext_lazy("Diputuskan oleh"),
        lambda n: n.decided_by.full_name if n.decided_by else "",
        on_page=False,
    ),
    Column("diputuskan", gettext_lazy("Diputuskan"), lambda n: _day(n.decided_at, n), on_page=False),
    Column("alasan_usulan", gettext_lazy("Alasan pengusulan"), lambda n: n.motivation, on_page=False),
    Column("alasan", gettext_lazy("Alasan keputusan"), lambda n: n.decision_reason, on_page=False),
)


def listed_candidates(businesses: QuerySet[Business]) -> QuerySet[Business]:
    """With all that a row shows."""
    return businesses.select_related("owner", "province", "regency").annotate(name_lower=Lower("name"))


def _nominate_url(business: Business) -> str:
    return f"{reverse('nomination_create')}?usaha={business.pk}"


CANDIDATE_COLUMNS = (
    Column(
        "nama",
        gettext_lazy("Usaha"),
        lambda b: b.name,
        link=lambda b: b.get_absolute_url(),
        sort="name_lower",
    ),
    Column("pemilik", gettext_lazy("Pemilik"), lambda b: b.owner.full_name),
    Column("kabupaten", gettext_lazy("Kabupaten/kota"), lambda b: str(b.regency or "")),
    Column("provinsi", gettext_lazy("Provinsi"), lambda b: b.province.name, on_page=False),
    Column("kelas", gettext_lazy("Kelas"), Business.get_size_class),
    Column(
        "penjualan",
        gettext_lazy("Penjualan tahun lalu"),
        lambda b: b.last_year_sales,
        cell=lambda b: _("Belum setahun") if b.last_year_sales is None else rupiah(b.last_year_sales),
        numeric=True,
    ),
    Column("pekerja", gettext_lazy("Pekerja"), lambda b: b.employees, numeric=True),
    Column(
        "terdaftar",
        gettext_lazy("Didaftarkan"),
        lambda b: in_zone(b.created_at, b.province.time_zone).date(),
        cell=lambda b: local_date(b.created_at, b.province.time_zone),
        sort="created_at",
    ),
    Column("usulkan", "", lambda b: _("Usulkan"), link=_nominate_url, in_export=False),
)


def seat_columns(
    seats: dict[str, ProvinceSeats], reviewing: Mapping[str, Progress] | None = None
) -> Sequence[Column]:
    """One row for each province of a phase; `seats` and `reviewing` have been read for all rows at once."""

    def of(row: PhaseProvince) -> ProvinceSeats:
        return seats.get(row.province_id) or ProvinceSeats()

    def sitting(row: PhaseProvince) -> SafeString:
        lines = format_html_join("", "{}", ((_seat_line(seat),) for seat in of(row).seats))
        return format_html("<span>{}</span>", lines)

    return (
        Column(
            "provinsi",
            gettext_lazy("Provinsi"),
            lambda row: row.province.name,
            link=_comparison_url,
            sort="province__name",
        ),
        Column(
            "percontohan",
            gettext_lazy("Siapa di kursinya"),
            lambda row: "; ".join(
                f"{seat.number}. {NOT_NAMED if seat.is_private else seat.pilot.business}"
                for seat in of(row).seats
                if seat.pilot
            ),
            cell=sitting,
        ),
        Column("kursi", gettext_lazy("Kursi"), lambda row: row.quota, numeric=True, sort="quota"),
        Column("kosong", gettext_lazy("Kosong"), lambda row: len(of(row).free), numeric=True),
        _count_column("usulan", gettext_lazy("Menunggu keputusan"), lambda row: of(row).proposed),
        Column(
            "dinilai",
            gettext_lazy("Sudah dinilai"),
            lambda row: _progress((reviewing or {}).get(row.province_id)),
        ),
        _count_column("tunggu", gettext_lazy("Daftar tunggu"), lambda row: of(row).waitlisted),
        Column("bandingkan", "", lambda row: _("Bandingkan"), link=_comparison_url, in_export=False),
    )


def _progress(progress: Progress | None) -> str:
    """How many of the undecided have enough reviews."""
    if progress is None or not progress.undecided:
        return ""
    return _("%(ready)s dari %(all)s") % {
        "ready": figure(progress.ready),
        "all": figure(progress.undecided),
    }


def _count_column(key: str, label: Any, count: Callable[[PhaseProvince], int]) -> Column:
    """A number that the page leaves out where it is 0, and the export does not."""
    return Column(key, label, count, cell=lambda row: count(row) or None, numeric=True)


def _seat_line(seat: Any) -> SafeString:
    if seat.is_private:
        return format_html('<span class="seat-line quiet">{}. {}</span>', seat.number, NOT_NAMED)
    if seat.offer is not None:
        return format_html(
            '<span class="seat-line">{}. <a href="{}">{}</a></span>',
            seat.number,
            seat.offer.get_absolute_url(),
            _("ditawarkan kepada %(business)s") % {"business": seat.offer.nomination.business},
        )
    if seat.pilot is None:
        return format_html('<span class="seat-line quiet">{}. {}</span>', seat.number, _("kosong"))
    return format_html(
        '<span class="seat-line">{}. <a href="{}">{}</a></span>',
        seat.number,
        seat.pilot.get_absolute_url(),
        seat.pilot.business,
    )

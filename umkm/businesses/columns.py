"""Columns of the lists, on the page and in the export."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.display import distance, in_zone
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge, local_date
from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre

from .choices import BusinessState
from .claims import clock
from .models import Business, Claim


def listed(businesses: QuerySet[Business]) -> QuerySet[Business]:
    """With all that a row shows."""
    return businesses.select_related("owner", "province", "regency", "kbli").annotate(
        name_lower=Lower("name")
    )


def _state(business: Business) -> SafeString:
    return badge(BusinessState(business.state))


def _loan(business: Business) -> str:
    if business.has_bank_loan is None:
        return ""
    return _("Ada") if business.has_bank_loan else _("Tidak ada")


def _place(business: Business) -> str:
    return str(business.regency or "")


NAME = Column(
    "nama",
    gettext_lazy("Nama usaha"),
    lambda business: business.name,
    link=lambda business: business.get_absolute_url(),
    sort="name_lower",
)
OWNER = Column("pemilik", gettext_lazy("Pemilik"), lambda business: business.owner.full_name)
REGENCY = Column("kabupaten", gettext_lazy("Kabupaten/kota"), _place)
PROVINCE = Column("provinsi", gettext_lazy("Provinsi"), lambda business: business.province.name)
KBLI = Column(
    "kbli",
    gettext_lazy("KBLI"),
    lambda business: business.kbli.code if business.kbli else "",
    on_page=False,
)
ACTIVITY = Column(
    "usaha", gettext_lazy("Yang dibuat atau dijual"), lambda business: business.description, on_page=False
)
ADDRESS = Column("alamat", gettext_lazy("Alamat"), lambda business: business.address, on_page=False)
NIB = Column("nib", gettext_lazy("NIB"), lambda business: business.nib or "", on_page=False)
SIZE = Column("kelas", gettext_lazy("Kelas"), lambda business: business.get_size_class())
STATE = Column("status", gettext_lazy("Status"), lambda business: business.get_state_display(), cell=_state)
LOAN = Column("pinjaman", gettext_lazy("Pinjaman bank"), _loan)
REGISTERED = Column(
    "terdaftar",
    gettext_lazy("Didaftarkan"),
    lambda business: in_zone(business.created_at, business.province.time_zone).date(),
    cell=lambda business: local_date(business.created_at, business.province.time_zone),
    sort="created_at",
)

STAFF_COLUMNS = (
    NAME, OWNER, REGENCY, PROVINCE, ADDRESS, ACTIVITY, KBLI, NIB, SIZE, STATE, LOAN, REGISTERED,
)  # fmt: skip


def listed_cadres(cadres: QuerySet[Cadre]) -> QuerySet[Cadre]:
    return cadres.select_related("province", "regency", "claim__user").annotate(name_lower=Lower("full_name"))


def _held(record: Business | Cadre) -> str | None:
    """Who examines it right now, since when; a claim that has run out says nothing."""
    held: Claim | None = getattr(record, "claim", None)
    if held is None or held.until <= timezone.now():
        return None
    return _("%(who)s sejak %(at)s") % {"who": held.user, "at": clock(held.since, record)}


def _card(business: Business) -> str | SafeString:
    state = CadreState(business.owner.state)
    return (
        str(state.label) if state == CadreState.VERIFIED else badge(_("Menunggu kartu anggota"), "attention")
    )


HELD = Column("dipegang", gettext_lazy("Sedang diperiksa"), _held, in_export=False)


def queue_columns(query: str) -> tuple[Column, ...]:
    """Of the businesses that wait; `query` goes along, so that the next one is of the same filter."""
    return (
        Column(
            "nama",
            gettext_lazy("Nama usaha"),
            lambda business: business.name,
            link=lambda business: reverse("verification_detail", args=[business.pk]) + query,
            sort="name_lower",
        ),
        OWNER,
        Column(
            "kartu",
            gettext_lazy("Kartu"),
            lambda business: CadreState(business.owner.state).label,
            cell=_card,
        ),
        REGENCY,
        SIZE,
        Column(
            "menunggu",
            gettext_lazy("Menunggu"),
            lambda business: in_zone(business.submitted_at, business.province.time_zone).date(),
            cell=lambda business: distance(business.submitted_at),
            sort="submitted_at",
        ),
        HELD,
    )


def cadre_queue_columns(query: str) -> tuple[Column, ...]:
    return (
        Column(
            "nama",
            gettext_lazy("Nama kader"),
            lambda cadre: cadre.full_name,
            link=lambda cadre: reverse("cadre_verification", args=[cadre.pk]) + query,
            sort="name_lower",
        ),
        Column("nomor", gettext_lazy("Nomor anggota"), lambda cadre: cadre.membership_number or "–"),
        Column("kabupaten", gettext_lazy("Kabupaten/kota"), lambda cadre: str(cadre.regency)),
        Column("provinsi", gettext_lazy("Provinsi"), lambda cadre: cadre.province.name),
        Column(
            "menunggu",
            gettext_lazy("Menunggu"),
            lambda cadre: in_zone(cadre.state_since, cadre.province.time_zone).date(),
            cell=lambda cadre: distance(cadre.state_since),
            sort="state_since",
        ),
        HELD,
    )

"""The measure that needs nothing but the register: how many registered businesses have a bank's money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from soksi_portal.common.display import figure, percent
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import BusinessTally
from umkm.regions.models import Province

from .keeping import Behind, Gauge, Kept, Line
from .models import Commitment

REGISTERED = (BusinessState.SUBMITTED, BusinessState.RETURNED, BusinessState.VERIFIED)


def count(commitments: Sequence[Commitment]) -> Mapping[int, Kept]:
    """The share in per cent, of the whole country, from the kept numbers."""
    totals = BusinessTally.objects.totals().values()
    registered = sum(_registered(one) for one in totals)
    with_access = sum(one.get("bank_access", 0) for one in totals)
    if not registered:
        return {}
    text = _(
        "%(with)s dari %(registered)s usaha terdaftar (%(share)s) punya pinjaman bank menurut catatan pendaftaran."
        " Hasil rujukan bank belum dicatat di portal, jadi angka hari ini sama dengan angka awalnya."
    ) % {
        "with": figure(with_access),
        "registered": figure(registered),
        "share": percent(with_access, registered),
    }
    done = with_access * 100 // registered
    return {one.pk: Kept(done=done, of=one.target or 0, text=text) for one in commitments}


def behind(commitment: Commitment) -> Behind:
    """Province by province, baseline and today."""
    totals = BusinessTally.objects.totals()
    lines = []
    for province in Province.objects.existing().order_by("name"):
        told = totals.get(province.code, {})
        registered, with_access = _registered(told), told.get("bank_access", 0)
        share = percent(with_access, registered)
        lines.append(
            Line(
                label=province.name,
                values=(registered, with_access, share, share),
                is_lacking=with_access * 100 < (commitment.target or 0) * registered,
            )
        )
    return Behind(
        headings=(_("Terdaftar"), _("Punya pinjaman bank"), _("Awal"), _("Hari ini")),
        lines=lines,
        source=_(
            "Awal: dicatat saat usaha didaftarkan. Hari ini berubah hanya oleh hasil rujukan bank yang dicatat;"
            " itu belum ada, jadi keduanya masih sama."
        ),
    )


def _registered(told: Mapping[str, int]) -> int:
    return sum(told.get(state, 0) for state in REGISTERED)


GAUGE = Gauge(count=count, behind=behind)

"""How many registered businesses have a bank's money, for `programs.partnership.keeping`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from programs.partnership.keeping import Behind, Gauge, Kept, Line
from programs.partnership.models import Commitment
from soksi_portal.common.display import figure, percent
from umkm.regions.models import Province

from .queries import Access, access_by_province


def count(commitments: Sequence[Commitment]) -> Mapping[int, Kept]:
    """The share in per cent, of the whole country, from the kept numbers."""
    country = sum(access_by_province().values(), Access())
    if not country.registered:
        return {}
    text = _(
        "%(with)s dari %(registered)s usaha terdaftar (%(share)s) punya akses bank: %(baseline)s sejak pendaftaran,"
        " %(gained)s lewat rujukan yang dicairkan."
    ) % {
        "with": figure(country.today),
        "registered": figure(country.registered),
        "share": percent(country.today, country.registered),
        "baseline": figure(country.baseline),
        "gained": figure(country.gained),
    }
    done = country.today * 100 // country.registered
    return {one.pk: Kept(done=done, of=one.target or 0, text=text) for one in commitments}


def behind(commitment: Commitment) -> Behind:
    """Province by province, baseline and today."""
    found = access_by_province()
    lines = []
    for province in Province.objects.existing().order_by("name"):
        one = found.get(province.code, Access())
        lines.append(
            Line(
                label=province.name,
                values=(
                    one.registered,
                    one.today,
                    percent(one.baseline, one.registered),
                    percent(one.today, one.registered),
                ),
                is_lacking=one.today * 100 < (commitment.target or 0) * one.registered,
            )
        )
    return Behind(
        headings=(_("Terdaftar"), _("Punya akses bank"), _("Awal"), _("Hari ini")),
        lines=lines,
        source=_(
            "Awal: dicatat saat usaha didaftarkan. Hari ini berubah hanya oleh rujukan bank yang tercatat dicairkan."
        ),
    )


GAUGE = Gauge(count=count, behind=behind)

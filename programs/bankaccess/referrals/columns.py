"""The columns of the list of referrals, on the page and in the export."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.models import Referral
from soksi_portal.common.display import ago, day, rupiah
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge


def _two(first: str, second: str) -> SafeString:
    """Two facts that are read together, in one cell: the list is wide enough as it is."""
    return format_html('<span>{}<br><span class="quiet">{}</span></span>', first, second)


REFERRAL_COLUMNS: tuple[Column, ...] = (
    Column("nomor", _("Rujukan"), str, link=Referral.get_absolute_url, sort="pk"),
    Column(
        "usaha",
        _("Usaha"),
        lambda r: r.business.name,
        cell=lambda r: _two(r.business.name, r.province.name),
        sort="business__name",
    ),
    Column(
        "bank",
        _("Bank"),
        lambda r: str(r.bank),
        cell=lambda r: _two(str(r.bank), r.product.name),
        sort="bank__short_name",
    ),
    Column("produk", _("Produk"), lambda r: r.product.name, on_page=False),
    Column("syarat", _("Versi syarat"), lambda r: r.terms.number, on_page=False),
    Column("jumlah", _("Diajukan"), lambda r: r.amount, cell=lambda r: rupiah(r.amount), sort="amount"),
    Column(
        "status",
        _("Status"),
        lambda r: str(r.get_state_display()),
        cell=lambda r: badge(r.get_state_display(), r.state_tone),
    ),
    Column(
        "sejak", _("Sejak"), lambda r: r.state_since, cell=lambda r: ago(r.state_since), sort="state_since"
    ),
    Column(
        "tenggat",
        _("Tenggat"),
        lambda r: r.due_on.isoformat() if r.due_on else "",
        cell=lambda r: day(r.due_on) if r.due_on else "–",
    ),
    Column("provinsi", _("Provinsi"), lambda r: r.province.name, on_page=False),
)

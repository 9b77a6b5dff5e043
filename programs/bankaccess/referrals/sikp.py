"""Proposed borrowers as a table that a bank enters into SIKP (Sistem Informasi Kredit Program)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from programs.bankaccess.choices import ReferralState
from programs.bankaccess.errors import NotReferable
from programs.bankaccess.models import Referral
from programs.partnership.models import Organisation
from soksi_portal.accounts.models import User
from umkm.cadres.choices import UnmaskReason
from umkm.cadres.identity import masked_stored
from umkm.cadres.rights.unmasking import Why, unmask_nik

PROPOSED = (ReferralState.SENT, ReferralState.RECEIVED, ReferralState.SURVEYED, ReferralState.APPROVED)
MOST_UNMASKED = 200  # at once: each is a row that its owner reads


@dataclass(frozen=True)
class Table:
    header: Sequence[str]
    rows: list[list[Any]]


def borrowers(bank: Organisation | None, user: User) -> list[Referral]:
    """With standing consent only; of one bank, or of all, bank by bank."""
    rows = Referral.objects.visible_to(user).filter(state__in=PROPOSED, consent__ended_at=None)
    rows = rows.filter(bank=bank) if bank is not None else rows
    wanted = ("business__owner", "business__regency", "business__kbli", "product", "terms", "bank")
    return list(
        rows.filter(consent__isnull=False).select_related(*wanted).order_by("bank__name", "bank", "pk")
    )


@transaction.atomic
def sikp_table(*, bank: Organisation | None, unmasked: bool, words: str, by: User) -> Table:
    """The NIK masked, unless it is asked for by who may. Raises UnmaskRefused, WordsMissing, NothingToUnmask, NotReferable."""
    found = borrowers(bank, by)
    if not found:
        raise NotReferable(_("Belum ada calon debitur dengan persetujuan yang berlaku."), field="bank")
    if unmasked and len(found) > MOST_UNMASKED:
        raise NotReferable(
            _("Paling banyak %(most)s NIK sekali jalan.") % {"most": MOST_UNMASKED}, field="unmasked"
        )
    why = Why(UnmaskReason.BANK, words) if unmasked else None
    return Table(header=_header(), rows=[_row(one, why, by) for one in found])


def _header() -> list[str]:
    return [
        _("NIK"), _("Nama"), _("Nama usaha"), _("Alamat usaha"), _("Kode kabupaten/kota"), _("NIB"), _("KBLI"),
        _("Tahun mulai"), _("Tenaga kerja"), _("Omzet setahun"), _("Modal usaha"), _("Skema"), _("Nilai pengajuan"),
        _("Jangka waktu (bulan)"), _("Penjaminan"), _("Nomor rujukan"), _("Bank"),
    ]  # fmt: skip


def _row(referral: Referral, why: Why | None, by: User) -> list[Any]:
    business = referral.business
    owner = business.owner
    nik = (
        unmask_nik(cadre=owner, by=by, why=why, province=referral.province_id)
        if why
        else masked_stored(owner.nik_encrypted)
    )
    return [
        nik, owner.full_name, business.name, business.address, business.regency_id, business.nib, business.kbli.code if business.kbli else "",
        business.start_year, business.employees, business.last_year_sales, business.capital, referral.product.name,
        referral.amount, referral.months, "Jamkrindo" if referral.wants_guarantee else "", str(referral), referral.bank.name,
    ]  # fmt: skip

"""What a bank records fits what was asked of it, its own conditions, and the order of days. The database holds the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from programs.bankaccess.choices import PROGRAMME_CREDIT, ReferralState
from programs.bankaccess.errors import ReferralMoved
from programs.bankaccess.models import Referral, Step
from soksi_portal.common.display import day, in_zone, rupiah

from .steps import today_in


@dataclass(frozen=True)
class Approval:
    amount: int
    months: int
    rate: Decimal
    guaranteed_percent: int
    approved_on: date | None = None  # today where nothing is said


def refuse_approval(referral: Referral, approval: Approval) -> None:
    """The owner consented to this amount: more of it is another referral. Raises ReferralMoved."""
    terms = referral.terms
    if approval.amount > referral.amount:
        raise ReferralMoved(
            _(
                "Yang diajukan %(asked)s, dan untuk jumlah itulah pemilik setuju. Periksa angkanya; untuk jumlah yang"
                " lebih besar, Jamkrindo menyiapkan rujukan baru."
            )
            % {"asked": rupiah(referral.amount)},
            field="amount",
        )
    if terms.most_months is not None and approval.months > terms.most_months:
        raise ReferralMoved(
            _("Menurut syarat produk ini, paling lama %(most)s bulan.") % {"most": terms.most_months},
            field="months",
        )
    # by regulation; of its own credit a bank says what it takes
    if referral.product.kind in PROGRAMME_CREDIT and terms.rate is not None and approval.rate > terms.rate:
        raise ReferralMoved(
            _("Bunga %(product)s paling tinggi %(most)s %% per tahun menurut %(regulation)s.")
            % {
                "product": referral.product.name,
                "most": f"{terms.rate.normalize():f}".replace(".", ","),
                "regulation": terms.regulation,
            },
            field="rate",
        )
    _refuse_day(referral, approval.approved_on)


def _refuse_day(referral: Referral, approved_on: date | None) -> None:
    sent = _day_of(referral, ReferralState.SENT)
    if approved_on is not None and approved_on > today_in(referral.province):
        raise ReferralMoved(_("Tanggal persetujuan belum tiba."), field="approved_on")
    if approved_on is not None and sent is not None and approved_on < sent:
        raise ReferralMoved(
            _("Rujukan ini baru dikirim pada %(day)s. Periksa tanggal persetujuannya.") % {"day": day(sent)},
            field="approved_on",
        )


def refuse_disbursement(referral: Referral, *, amount: int, disbursed_on: date) -> None:
    """Raises ReferralMoved."""
    if disbursed_on > today_in(referral.province):
        raise ReferralMoved(_("Tanggal pencairan belum tiba."), field="disbursed_on")
    approval = _last(referral, ReferralState.APPROVED)
    approved_on = _day_of(referral, ReferralState.APPROVED)
    if approval is None or approval.amount is None or approved_on is None:
        return  # the state says so when the step is taken
    if amount > approval.amount:
        raise ReferralMoved(
            _("Yang disetujui %(approved)s. Pencairan tidak melebihi itu.")
            % {"approved": rupiah(approval.amount)},
            field="amount",
        )
    if disbursed_on < approved_on:
        raise ReferralMoved(
            _("Kredit ini disetujui pada %(day)s. Pencairan tidak mendahuluinya.")
            % {"day": day(approved_on)},
            field="disbursed_on",
        )


def _last(referral: Referral, state: ReferralState) -> Step | None:
    return referral.steps.filter(to_state=state).order_by("number").last()


def _day_of(referral: Referral, state: ReferralState) -> date | None:
    """As the bank says, else of the step, in the place's time."""
    step = _last(referral, state)
    if step is None:
        return None
    return step.approved_on or in_zone(step.at, referral.province.time_zone).date()

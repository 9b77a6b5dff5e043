"""Handing a business to a bank: prepared and sent by Jamkrindo, consented to by the owner, answered by the bank."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from programs.bankaccess.choices import AT_BANK, OPEN, TRANSITIONS, ReferralState
from programs.bankaccess.errors import NotReferable, ReferralMoved
from programs.bankaccess.models import Offer, Product, Referral, Step, Terms
from programs.bankaccess.models.products import bank_of
from programs.bankaccess.products.facts import matches_of
from programs.mentoring.models import Report
from programs.mentoring.reports.services import close_months, lock_books
from programs.partnership.models import Organisation
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import rupiah
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business

from . import messages
from .outdated import refuse_outdated
from .plausible import Approval, refuse_approval, refuse_disbursement
from .registry import tell_declined
from .steps import due_after, lock_referral, moved_words, take_step, today_in


@dataclass(frozen=True)
class Request:
    """What is asked of the bank."""

    amount: int
    purpose: str
    months: int | None = None
    wants_guarantee: bool = True


@transaction.atomic
def prepare_referral(
    *, business: Business, bank: Organisation, product: Product, request: Request, by: User
) -> Referral:
    """By the conditions in force today; the owner is asked. Raises NotReferable."""
    rows = Business.objects.select_for_update(of=("self",), no_key=True).select_related(
        "owner__user", "province"
    )
    business = rows.get(pk=business.pk)
    _refuse_business(business, by)
    terms = _terms_for(business, bank, product)
    if not terms.floor < request.amount <= terms.ceiling:
        words = {"product": product.name, "range": terms.range_words}
        raise NotReferable(_("%(product)s untuk jumlah %(range)s.") % words, field="amount")
    if terms.most_months and (request.months or 0) > terms.most_months:
        raise NotReferable(
            _("Produk ini paling lama %(most)s bulan.") % {"most": terms.most_months}, field="months"
        )
    found = matches_of(business, [terms])[0]
    if not found.qualifies:
        missing = ", ".join(check.label for check in found.missing)
        raise NotReferable(_("Belum memenuhi syarat: %(missing)s.") % {"missing": missing})
    if request.amount > found.most:
        raise NotReferable(_("Di atas %(most)s perlu NPWP.") % {"most": rupiah(found.most)}, field="amount")
    if Referral.objects.open().filter(business=business, bank=bank).exists():
        raise NotReferable(_("Usaha ini sudah punya rujukan yang berjalan di %(bank)s.") % {"bank": bank})
    with because(_("Rujukan bank disiapkan."), by=by):
        referral = Referral.objects.create(
            business=business,
            province=business.province,
            bank=bank,
            product=product,
            terms=terms,
            prepared_by=by,
            due_on=due_after(ReferralState.PREPARED, business.province),
            **vars(request),
        )
    referral.refresh_from_db(fields=["step_number"])
    messages.tell_prepared(referral)
    return referral


def _refuse_business(business: Business, by: User) -> None:
    owner = business.owner
    if not by.has_role(Role.JAMKRINDO) or owner.user_id == by.pk:
        raise NotReferable(_("Rujukan disiapkan staf Jamkrindo, dan tidak untuk usahanya sendiri."))
    if business.state != BusinessState.VERIFIED:
        raise NotReferable(_("Hanya usaha terverifikasi yang dirujuk ke bank."))
    if owner.user_id is None:
        raise NotReferable(
            _("Pemiliknya belum punya akun, jadi belum bisa membaca berkas dan menyetujuinya.")
        )
    if owner.restricted_at is not None:
        raise NotReferable(_("Data pemiliknya sedang tidak diproses atas permintaannya."))


def _terms_for(business: Business, bank: Organisation, product: Product) -> Terms:
    if not Offer.objects.active().filter(bank=bank, product=product).exists():
        raise NotReferable(_("%(bank)s tidak menawarkan produk ini.") % {"bank": bank}, field="offer")
    terms = Terms.objects.in_force(today_in(business.province)).filter(product=product).first()
    if terms is None:
        raise NotReferable(_("Produk ini belum punya syarat yang berlaku."), field="offer")
    if not terms.is_confirmed:
        raise NotReferable(
            _("Syarat produk ini perlu diperiksa administrator dahulu pada peraturannya."), field="offer"
        )
    return terms


@transaction.atomic
def send_referral(*, referral: Referral, by: User) -> Referral:
    """The bank sees it from now on, and the months in its file are closed.

    Raises ReferralMoved, FileChanged, ConsentMissing, ReportRefused.
    """
    lock_books(referral.business_id)  # before the referral, as whoever erases a person does
    referral = lock_referral(referral)
    if not by.has_role(Role.JAMKRINDO):
        raise ReferralMoved(_("Rujukan dikirim staf Jamkrindo."))
    if referral.state == ReferralState.CONSENTED:
        refuse_outdated(referral)
    take_step(referral, ReferralState.SENT, by=by, because_of=_("Rujukan dikirim ke bank."))
    _close_told_months(referral, by)
    messages.tell_sent(referral)
    return referral


def _close_told_months(referral: Referral, by: User) -> None:
    """Those that the frozen file tells of: what was reported after it was frozen is told to nobody yet."""
    frozen_at = referral.consent.given_at
    told = Report.objects.sent().filter(business=referral.business, sent_at__lte=frozen_at)
    last = told.order_by("-month").values_list("month", flat=True).first()
    if last is not None:
        partner = _("%(bank)s, rujukan %(number)s") % {"bank": referral.bank, "number": referral}
        close_months(business=referral.business, until=last, partner=partner, by=by)


@transaction.atomic
def record_received(*, referral: Referral, by: User) -> Step:
    return _record(referral, ReferralState.RECEIVED, by=by)


@transaction.atomic
def record_survey(*, referral: Referral, words: str, by: User) -> Step:
    return _record(referral, ReferralState.SURVEYED, by=by, words=words.strip())


@transaction.atomic
def record_approval(*, referral: Referral, approval: Approval, words: str, by: User) -> Step:
    """No more than was asked for, and within the conditions that the referral was judged by."""
    approval = replace(approval, approved_on=approval.approved_on or today_in(referral.province))
    refuse_approval(referral, approval)
    return _record(referral, ReferralState.APPROVED, by=by, words=words.strip(), **vars(approval))


@transaction.atomic
def record_disbursement(*, referral: Referral, amount: int, disbursed_on: date, by: User) -> Step:
    """Bank access of the business follows, in the database."""
    refuse_disbursement(referral, amount=amount, disbursed_on=disbursed_on)
    return _record(referral, ReferralState.DISBURSED, by=by, amount=amount, disbursed_on=disbursed_on)


@transaction.atomic
def record_decline(*, referral: Referral, reason: str, words: str, by: User, seen: int | None = None) -> Step:
    """What follows from it is made in the same transaction. `seen` is the last step that who declines has read:
    a colleague's approval of this moment is not undone unread. Raises ReferralMoved, ConsentMissing.
    """
    words = words.strip()
    if not words:
        raise ReferralMoved(_("Tulis alasannya. Pemilik usaha membacanya dan memperbaiki."), field="words")
    locked = lock_referral(referral)
    if seen is not None and seen != locked.step_number:
        still = (locked.state, ReferralState.DECLINED) in TRANSITIONS
        once_more = _("Bila tetap ditolak, simpan sekali lagi.") if still else ""
        raise ReferralMoved(f"{moved_words(locked)} {once_more}".strip())
    step = _record(locked, ReferralState.DECLINED, by=by, reason=reason, words=words)
    tell_declined(step.referral, step)
    return step


def _record(referral: Referral, to: ReferralState, *, by: User, **told: object) -> Step:
    """By a user of that bank. Raises ReferralMoved, ConsentMissing."""
    referral = lock_referral(referral)
    if bank_of(by) != referral.bank_id:
        raise ReferralMoved(_("Hanya petugas bank ini yang mencatat hasilnya."))
    step = take_step(referral, to, by=by, because_of=_("Bank mencatat langkah rujukan."), **told)
    messages.tell_moved(referral, step)
    return step


@transaction.atomic
def withdraw_referral(*, referral: Referral, words: str, by: User) -> Referral:
    """Nobody goes on with it, and the bank sees it no more. By its owner at any time, by Jamkrindo until it is sent.

    Raises ReferralMoved.
    """
    referral = lock_referral(referral)
    is_owner = referral.business.owner.user_id == by.pk
    if not is_owner and not (by.has_role(Role.JAMKRINDO) and referral.state not in AT_BANK):
        raise ReferralMoved(_("Setelah dikirim ke bank, hanya pemilik usaha yang menarik rujukannya."))
    had_bank = referral.state in AT_BANK
    step = take_step(
        referral, ReferralState.WITHDRAWN, by=by, because_of=_("Rujukan ditarik."), words=words.strip()
    )
    if is_owner:
        messages.tell_withdrawn(referral, had_bank=had_bank)
    else:
        messages.tell_moved(referral, step)
    return referral


@transaction.atomic
def expire_referral(*, referral: Referral, by: User) -> Referral:
    """Once its deadline has passed, Jamkrindo gives it up. Raises ReferralMoved."""
    referral = lock_referral(referral)
    if (
        referral.state not in OPEN
        or referral.due_on is None
        or referral.due_on >= today_in(referral.province)
    ):
        raise ReferralMoved(_("Tenggatnya belum lewat, atau rujukan ini sudah berakhir."))
    step = take_step(referral, ReferralState.EXPIRED, by=by, because_of=_("Rujukan lewat tenggat."))
    messages.tell_moved(referral, step)
    return referral

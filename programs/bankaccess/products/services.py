"""Keeping banks: their people, what they offer, and the conditions, each change a new dated row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.bankaccess.choices import ProductKind
from programs.bankaccess.errors import BankUserRefused, ProductRefused
from programs.bankaccess.models import BankPost, Offer, Product, Terms
from programs.partnership.choices import OrganisationKind
from programs.partnership.models import Organisation
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import day


def locked_bank(bank: Organisation) -> Organisation:
    """Raises ProductRefused."""
    bank = Organisation.objects.select_for_update(no_key=True).get(pk=bank.pk)
    if bank.kind != OrganisationKind.BANK:
        raise ProductRefused(_("%(name)s tidak lagi tercatat sebagai bank.") % {"name": bank})
    return bank


@transaction.atomic
def add_product(*, bank: Organisation, name: str, by: User) -> Product:
    """A bank's own credit, offered at once. Raises ProductRefused."""
    bank, name = locked_bank(bank), " ".join(name.split())
    if Product.objects.filter(bank=bank, name__iexact=name).exists():
        raise ProductRefused(_("%(bank)s sudah punya produk bernama ini.") % {"bank": bank}, field="name")
    with because(_("Produk kredit bank ditambahkan."), by=by):
        product = Product.objects.create(bank=bank, kind=ProductKind.GENERAL, name=name)
        Offer.objects.create(bank=bank, product=product, begun_by=by)
    return product


@transaction.atomic
def record_terms(*, product: Product, conditions: Mapping[str, Any], by: User) -> Terms:
    """The next version. Who records it may have it before; it is confirmed by a press of its own. Raises ProductRefused."""
    product = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    before = product.terms.order_by("-valid_from", "-number").first()
    if before is not None and conditions["valid_from"] < before.valid_from:
        raise ProductRefused(
            _("Versi terakhir berlaku sejak %(day)s. Versi baru berlaku pada tanggal itu atau sesudahnya.")
            % {"day": day(before.valid_from)},
            field="valid_from",
        )
    with because(_("Versi baru syarat produk: %(regulation)s") % conditions, by=by):
        return Terms.objects.create(
            product=product, number=product.terms.count() + 1, recorded_by=by, **conditions
        )


@transaction.atomic
def confirm_terms(*, terms: Terms, by: User) -> Terms:
    """Held against the regulation itself. Twice is once."""
    terms = Terms.objects.select_for_update(no_key=True).get(pk=terms.pk)
    if not terms.is_confirmed:
        terms.confirmed_by, terms.confirmed_at = by, timezone.now()
        with because(_("Syarat produk dicocokkan dengan peraturannya."), by=by):
            terms.save(update_fields=["confirmed_by", "confirmed_at"])
    return terms


@transaction.atomic
def begin_offer(*, bank: Organisation, product: Product, by: User) -> Offer:
    """Twice is once. Raises ProductRefused."""
    bank = locked_bank(bank)
    if product.bank_id not in (None, bank.pk):
        raise ProductRefused(_("Ini produk bank lain."))
    offer = Offer.objects.active().filter(bank=bank, product=product).first()
    if offer is None:
        with because(_("Bank menawarkan produk ini."), by=by):
            offer = Offer.objects.create(bank=bank, product=product, begun_by=by)
    return offer


@transaction.atomic
def end_offer(*, bank: Organisation, product: Product, by: User) -> None:
    """What is under way there goes on."""
    locked_bank(bank)
    for offer in Offer.objects.active().filter(bank=bank, product=product).select_for_update():
        offer.ended_at, offer.ended_by = timezone.now(), by
        with because(_("Bank tidak lagi menawarkan produk ini."), by=by):
            offer.save(update_fields=["ended_at", "ended_by"])


@transaction.atomic
def add_bank_user(*, bank: Organisation, user: User, by: User) -> BankPost:
    """A user of the role, who works at no bank yet. Raises BankUserRefused, ProductRefused."""
    bank = locked_bank(bank)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not user.has_role(Role.BANK):
        raise BankUserRefused(
            _("%(who)s belum memegang peran Mitra bank. Berikan perannya dahulu di halaman Pengguna.")
            % {"who": user},
            field="user",
        )
    held = BankPost.objects.active().select_related("bank").filter(user=user).first()
    if held is not None:
        raise BankUserRefused(
            _("%(who)s sudah bertugas di %(bank)s.") % {"who": user, "bank": held.bank}, field="user"
        )
    with because(_("Petugas bank ditambahkan."), by=by):
        return BankPost.objects.create(bank=bank, user=user, granted_by=by)


@transaction.atomic
def end_bank_user(*, post: BankPost, reason: str, by: User) -> None:
    """From then on nothing of the bank is seen. Raises BankUserRefused."""
    post = BankPost.objects.select_for_update().get(pk=post.pk)
    reason = reason.strip()
    if not reason:
        raise BankUserRefused(_("Tulis alasannya."), field="reason")
    if post.ended_at is not None:
        raise BankUserRefused(_("Tugasnya sudah berakhir. Muat ulang halaman."))
    post.ended_at, post.ended_by, post.end_reason = timezone.now(), by, reason
    with because(reason, by=by):
        post.save(update_fields=["ended_at", "ended_by", "end_reason"])

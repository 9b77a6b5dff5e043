"""What owners, staff and the bank read about a referral. One function for each occasion."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from programs.bankaccess.choices import Occasion
from programs.bankaccess.models import BankPost, Referral, Step
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day
from soksi_portal.outbox.services import enqueue

from .wordings import BANK, STAFF


def bank_users(referral: Referral) -> list[User]:
    posts = BankPost.objects.at_work().filter(bank=referral.bank_id).select_related("user").distinct()
    return [post.user for post in posts.order_by("user_id")]


def owner_of(referral: Referral) -> list[User]:
    owner = referral.business.owner.user
    return [owner] if owner else []


def url_of(referral: Referral) -> str:
    return settings.PORTAL_URL.rstrip("/") + referral.get_absolute_url()


def tell_prepared(referral: Referral) -> None:
    _tell(referral, Occasion.PREPARED, owner_of(referral))


def tell_sent(referral: Referral) -> None:
    """The bank reads no name here: the page shows it while the consent stands."""
    _tell(referral, Occasion.SENT, bank_users(referral))


def tell_moved(referral: Referral, step: Step) -> None:
    """The owner and who prepared it: what the bank recorded."""
    people = [*owner_of(referral), referral.prepared_by]
    _tell(referral, Occasion.MOVED, people, kabar=str(step).lower())


def tell_withdrawn(referral: Referral, *, had_bank: bool) -> None:
    """Staff by name; the bank, if it had it, by number alone."""
    _tell(referral, Occasion.ENDED, [referral.prepared_by], STAFF)
    if had_bank:
        _tell(referral, Occasion.ENDED, bank_users(referral), BANK)


def _tell(
    referral: Referral, occasion: Occasion, people: Iterable[User], variant: str = "", **more: Any
) -> None:
    fields = {
        "nomor": referral,
        "usaha": referral.business.name,
        "bank": referral.bank,
        "produk": referral.product.name,
        "tenggat": day(referral.due_on) if referral.due_on else "–",
        "tautan": url_of(referral),
        **more,
    }
    for person in {one.pk: one for one in people}.values():
        enqueue(
            occasion=occasion,
            variant=variant,
            subject_ref=referral.subject_ref,
            revision=referral.step_number,
            recipient=person,
            fields=fields,
            time_zone=referral.province.time_zone,
        )

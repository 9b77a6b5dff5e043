"""What owners, staff and the bank read about a referral. One function for each occasion."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from programs.bankaccess.choices import Occasion
from programs.bankaccess.models import BankPost, Referral, Step
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day
from soksi_portal.outbox.services import enqueue

OCCASIONS = {occasion.value: occasion.label for occasion in Occasion}


def bank_users(referral: Referral) -> list[User]:
    posts = BankPost.objects.at_work().filter(bank=referral.bank_id).select_related("user").distinct()
    return [post.user for post in posts.order_by("user_id")]


def owner_of(referral: Referral) -> list[User]:
    owner = referral.business.owner.user
    return [owner] if owner else []


def url_of(referral: Referral) -> str:
    return settings.PORTAL_URL.rstrip("/") + referral.get_absolute_url()


def tell_prepared(referral: Referral) -> None:
    _tell(
        referral,
        Occasion.PREPARED,
        owner_of(referral),
        _("Baca berkas untuk %(bank)s") % {"bank": referral.bank},
        _(
            "Jamkrindo menyiapkan rujukan usaha Anda, %(business)s, ke %(bank)s untuk %(product)s. Bacalah berkasnya"
            " dahulu. Tanpa persetujuan Anda tidak ada yang dikirim, dan Anda dapat menariknya kapan saja."
        ),
    )


def tell_sent(referral: Referral) -> None:
    """The bank reads no name here: the page shows it while the consent stands."""
    _tell(
        referral,
        Occasion.SENT,
        bank_users(referral),
        _("Rujukan baru %(number)s") % {"number": referral},
        _(
            "Jamkrindo mengirim rujukan %(number)s untuk %(product)s. Mohon konfirmasi penerimaannya sampai %(due)s."
        ),
    )


def tell_moved(referral: Referral, step: Step) -> None:
    """The owner and who prepared it: what the bank recorded."""
    _tell(
        referral,
        Occasion.MOVED,
        [*owner_of(referral), referral.prepared_by],
        _("%(bank)s: %(state)s") % {"bank": referral.bank, "state": step},
        _("Rujukan %(number)s, %(business)s: %(state)s. Rinciannya ada di halaman rujukan."),
    )


def tell_withdrawn(referral: Referral, *, had_bank: bool) -> None:
    """Staff by name; the bank, if it had it, by number alone."""
    ended = _("Rujukan %(number)s ditarik") % {"number": referral}
    _tell(
        referral, Occasion.ENDED, [referral.prepared_by], ended,
        _("Pemilik menarik rujukan %(number)s ke %(bank)s. Berkasnya tidak lagi terlihat oleh bank."),
    )  # fmt: skip
    if had_bank:
        _tell(
            referral, Occasion.ENDED, bank_users(referral), ended,
            _("Rujukan %(number)s berakhir karena persetujuannya ditarik. Mohon hentikan prosesnya dan hapus salinan berkasnya."),
            linked=False,
        )  # fmt: skip


def _tell(
    referral: Referral,
    occasion: Occasion,
    people: Iterable[User],
    title: str,
    body: str,
    *,
    linked: bool = True,
) -> None:
    words = {
        "number": referral,
        "business": referral.business.name,
        "bank": referral.bank,
        "product": referral.product.name,
        "state": str(referral.get_state_display()).lower(),
        "due": day(referral.due_on) if referral.due_on else "–",
    }
    for person in {one.pk: one for one in people}.values():
        text = _("Kepada %(name)s,") % {"name": person.full_name} + "\n\n" + body % words
        enqueue(
            occasion=occasion,
            subject_ref=referral.subject_ref,
            revision=referral.step_number,
            recipient=person,
            title=title,
            body=f"{text}\n\n{url_of(referral)}" if linked else text,
            time_zone=referral.province.time_zone,
        )

"""What waits for a person on `/beranda/` because of referrals."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, figure

from .choices import ReferralState
from .models import Referral, Terms
from .models.products import bank_of
from .permissions import may_keep_banks, may_refer
from .referrals.outdated import is_outdated

MOST = 5  # of one kind; the rest is on the list


def for_owner(user: User) -> Iterator[Waiting]:
    if not user.has_role(Role.CADRE):
        return
    asked = Referral.objects.filter(business__owner__user=user, state=ReferralState.PREPARED)
    for referral in asked.select_related("bank", "product").order_by("due_on", "pk")[:MOST]:
        yield Waiting(
            title=_("Bolehkah usaha Anda dirujuk ke %(bank)s?") % {"bank": referral.bank},
            text=_("%(product)s. Bacalah berkasnya dahulu.") % {"product": referral.product.name},
            url=reverse("referral_consent", args=[referral.pk]),
            action=_("Baca dan jawab"),
            urgency=12,
        )


def for_bank(user: User) -> Iterator[Waiting]:
    if bank_of(user) is None:
        return
    wanted = (ReferralState.SENT, ReferralState.RECEIVED, ReferralState.SURVEYED, ReferralState.APPROVED)
    rows = Referral.objects.visible_to(user).filter(bank=bank_of(user), state__in=wanted)
    for referral in rows.select_related("product").order_by("due_on", "pk")[:MOST]:
        yield Waiting(
            title=f"{referral}: {referral.get_state_display()}",
            text=_("%(product)s. Tenggat %(day)s.")
            % {"product": referral.product.name, "day": day(referral.due_on) if referral.due_on else "–"},
            url=referral.get_absolute_url(),
            action=_("Buka rujukan"),
            urgency=15,
        )


def for_staff(user: User) -> Iterator[Waiting]:
    """Consented ones to send, those whose file became older than the books, and those past their deadline."""
    if not may_refer(user):
        return
    rows = Referral.objects.visible_to(user)
    consented = rows.filter(state=ReferralState.CONSENTED)
    found = consented.aggregate(
        ready=Count("pk", filter=~is_outdated()), old=Count("pk", filter=is_outdated())
    )
    if ready := found["ready"]:
        words = ngettext("%(number)s rujukan siap dikirim", "%(number)s rujukan siap dikirim", ready)
        yield Waiting(
            title=words % {"number": figure(ready)},
            text=_("Pemiliknya sudah membaca berkas dan setuju."),
            url=f"{reverse('referral_list')}?status={ReferralState.CONSENTED}",
            action=_("Kirim ke bank"),
            urgency=20,
            count=ready,
        )
    if old := found["old"]:
        words = ngettext(
            "%(number)s rujukan perlu disiapkan ulang", "%(number)s rujukan perlu disiapkan ulang", old
        )
        yield Waiting(
            title=words % {"number": figure(old)},
            text=_("Pemiliknya memperbaiki laporan setelah setuju. Tarik, lalu siapkan yang baru."),
            url=f"{reverse('referral_list')}?status={ReferralState.CONSENTED}",
            action=_("Lihat siapa saja"),
            urgency=20,
            count=old,
        )
    late = rows.overdue(timezone.localdate()).count()
    if late:
        words = ngettext("%(number)s rujukan lewat tenggat", "%(number)s rujukan lewat tenggat", late)
        yield Waiting(
            title=words % {"number": figure(late)},
            text=_("Hubungi banknya atau pemiliknya, atau tutup rujukannya."),
            url=f"{reverse('referral_list')}?tenggat=lewat",
            action=_("Lihat siapa saja"),
            urgency=30,
            count=late,
        )


def for_admin(user: User) -> Iterator[Waiting]:
    if not may_keep_banks(user):
        return
    unchecked = Terms.objects.in_force(timezone.localdate()).filter(confirmed_at=None).count()
    if unchecked:
        yield Waiting(
            title=_("Syarat kredit perlu diperiksa"),
            text=_(
                "%(number)s produk belum dicocokkan dengan peraturannya, jadi belum dapat dipakai merujuk."
            )
            % {"number": figure(unchecked)},
            url=reverse("bank_list"),
            action=_("Periksa"),
            urgency=40,
            count=unchecked,
        )

"""What this slice puts on `/beranda/`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import distance
from umkm.regions.models import Post
from umkm.regions.scoping import province_codes

from .choices import BusinessState
from .models import Business
from .standing import waiting_title

MOST_SHOWN = 5  # businesses of one cadre; the rest are behind the link to the list


def businesses_waiting(user: User) -> Iterator[Waiting]:
    if user.has_role(Role.CADRE):
        yield from _for_owner(user)
    if user.has_role(Role.COORDINATOR):
        yield from _for_coordinator(user)
    if user.has_role(Role.BOARD, Role.ADMIN):
        yield from _without_coordinator()


def _for_owner(user: User) -> Iterator[Waiting]:
    own = Business.objects.owned_by(user).select_related("province").order_by("-state_since", "-pk")
    unfinished = own.exclude(state__in=(BusinessState.VERIFIED, BusinessState.MERGED))
    for business in unfinished[:MOST_SHOWN]:
        yield _own(business)
    if not own.exists():
        yield Waiting(
            title=_("Daftarkan usaha Anda"),
            text=_("Perlu sekitar 10 menit. Anda boleh berhenti dan melanjutkannya kapan saja."),
            url=reverse("business_create"),
            action=_("Daftarkan usaha"),
            urgency=20,
        )


def _own(business: Business) -> Waiting:
    if business.state == BusinessState.RETURNED:
        return Waiting(
            title=_("%(business)s perlu diperbaiki") % {"business": business.name},
            text=_("Koordinator meminta perbaikan. Catatannya ada di samping setiap isian."),
            url=reverse("business_edit", args=[business.pk]),
            action=_("Perbaiki"),
            urgency=10,
        )
    if business.state == BusinessState.DRAFT:
        return Waiting(
            title=_("%(business)s belum dikirim") % {"business": business.name},
            text=_("Lengkapi datanya, lalu kirim untuk diperiksa."),
            url=reverse("business_edit", args=[business.pk]),
            action=_("Lanjutkan"),
            urgency=20,
        )
    return Waiting(
        title=_("%(business)s sedang diperiksa") % {"business": business.name},
        text=_("%(waiting)s sejak %(since)s.")
        % {"waiting": waiting_title(business), "since": distance(business.state_since)},
        url=business.get_absolute_url(),
        action=_("Lihat"),
        urgency=70,
    )


def _for_coordinator(user: User) -> Iterator[Waiting]:
    queue = Business.objects.awaiting_verification().filter(province__in=province_codes(user))
    found = queue.aggregate(number=Count("pk"), oldest=Min("submitted_at"))
    if not found["number"]:
        return
    yield Waiting(
        title=ngettext(
            "%(number)s usaha menunggu diperiksa", "%(number)s usaha menunggu diperiksa", found["number"]
        )
        % {"number": found["number"]},
        text=_("Yang paling lama sudah menunggu %(since)s.") % {"since": distance(found["oldest"])},
        url=reverse("verification_queue"),
        action=_("Periksa"),
        urgency=15,
        count=found["number"],
    )


def _without_coordinator() -> Iterator[Waiting]:
    """Provinces whose queue nobody works off."""
    coordinated = Post.objects.active().filter(user__is_active=True).values("province")
    rows = (
        Business.objects.awaiting_verification()
        .exclude(province__in=coordinated)
        .values("province_id", "province__name")
        .annotate(number=Count("pk"), oldest=Min("submitted_at"))
        .order_by("oldest")
    )
    for row in rows:
        yield Waiting(
            title=_("%(province)s belum punya koordinator") % {"province": row["province__name"]},
            text=_("%(number)s usaha menunggu, yang paling lama sejak %(since)s.")
            % {"number": row["number"], "since": distance(row["oldest"])},
            url=f"{reverse('verification_queue')}?province={row['province_id']}",
            action=_("Lihat antrean"),
            urgency=30,
            count=row["number"],
        )

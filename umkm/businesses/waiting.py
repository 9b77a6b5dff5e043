"""What this slice puts on `/beranda/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import distance, figure
from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre, CadreTally
from umkm.regions.models import Province
from umkm.regions.scoping import coordinates, province_codes

from .choices import BusinessState
from .models import Business, BusinessTally
from .standing import waiting_title

MOST_SHOWN = 5  # businesses of one cadre; the rest are behind the link to the list


def businesses_waiting(user: User) -> Iterator[Waiting]:
    if user.has_role(Role.CADRE):
        yield from _card(user)
        yield from _for_owner(user)
    if coordinates(user):
        yield from _for_coordinator(user)
    if user.has_role(Role.BOARD, Role.ADMIN):
        yield from _without_coordinator(user)


def _for_owner(user: User) -> Iterator[Waiting]:
    own = Business.objects.owned_by(user).select_related("province", "owner").order_by("-state_since", "-pk")
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


def _card(user: User) -> Iterator[Waiting]:
    """One's own membership, where it is in one's own hands."""
    cadre = Cadre.objects.filter(user=user, state=CadreState.RETURNED).first()
    if cadre:
        yield Waiting(
            title=_("Kartu anggota Anda perlu diperbaiki"),
            text=_("Koordinator meminta perbaikan. Usaha Anda menunggu sampai kartunya dikirim lagi."),
            url=reverse("membership"),
            action=_("Perbaiki"),
            urgency=8,
        )


def _queue_sentence(businesses: int, cards: int) -> str:
    """`3 usaha dan 2 kartu anggota`; what is none is left out."""
    parts = []
    if businesses:
        parts.append(_("%(number)s usaha") % {"number": figure(businesses)})
    if cards:
        parts.append(_("%(number)s kartu anggota") % {"number": figure(cards)})
    return _(" dan ").join(parts)


def _for_coordinator(user: User) -> Iterator[Waiting]:
    codes = province_codes(user)
    found = _waiting_in(codes)
    businesses, cards = (sum(row[kind] for row in found.values()) for kind in ("businesses", "cards"))
    if not businesses + cards:
        return
    oldest = min(row["oldest"] for row in found.values())
    yield Waiting(
        title=_("%(what)s menunggu diperiksa") % {"what": _queue_sentence(businesses, cards)},
        text=_("Yang paling lama sudah menunggu %(since)s.") % {"since": distance(oldest)},
        url=reverse("verification_queue" if businesses else "cadre_queue"),
        action=_("Periksa"),
        urgency=15,
        count=businesses + cards,
    )


def _waiting_in(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """{province code: how many businesses and cards wait there, and since when}.

    Kept numbers, and of each queue the first row of its index: three queries whatever waits there.
    """
    wanted = list(codes)
    businesses = BusinessTally.objects.filter(province__in=wanted, measure=BusinessState.SUBMITTED).totals()
    cards = CadreTally.objects.filter(province__in=wanted, measure=CadreState.SUBMITTED).totals()
    own = {"province": OuterRef("pk")}
    oldest = Province.objects.filter(pk__in=wanted).annotate(
        business=Subquery(
            Business.objects.awaiting_verification()
            .filter(**own)
            .order_by("submitted_at", "pk")
            .values("submitted_at")[:1]
        ),
        card=Subquery(
            Cadre.objects.filter(**own, state=CadreState.SUBMITTED)
            .order_by("state_since", "pk")
            .values("state_since")[:1]
        ),
    )
    found = {}
    for code, *moments in oldest.values_list("pk", "business", "card"):
        known = [at for at in moments if at is not None]
        if known:
            found[code] = {
                "businesses": businesses[code][BusinessState.SUBMITTED],
                "cards": cards[code][CadreState.SUBMITTED],
                "oldest": min(known),
            }
    return found


def _without_coordinator(user: User) -> Iterator[Waiting]:
    """Provinces whose queue nobody works off, the longest wait first; the others in one line."""
    provinces = {
        province.code: province for province in Province.objects.without_coordinator().order_by("name")
    }
    if not provinces:
        return
    found = _waiting_in(provinces)
    for code, row in sorted(found.items(), key=lambda pair: pair[1]["oldest"]):
        yield Waiting(
            title=_("%(province)s belum punya koordinator") % {"province": provinces[code].name},
            text=_("%(what)s menunggu, yang paling lama sejak %(since)s.")
            % {
                "what": _queue_sentence(row["businesses"], row["cards"]),
                "since": distance(row["oldest"]),
            },
            url=f"{reverse('verification_queue' if row['businesses'] else 'cadre_queue')}?province={code}",
            action=_("Lihat antrean"),
            urgency=30,
            count=row["businesses"] + row["cards"],
        )
    quiet = [province.name for code, province in provinces.items() if code not in found]
    if quiet:
        appoints = user.has_role(Role.ADMIN)
        yield Waiting(
            title=ngettext(
                "%(number)s provinsi tanpa koordinator",
                "%(number)s provinsi tanpa koordinator",
                len(quiet),
            )
            % {"number": figure(len(quiet))},
            text=_("Belum ada yang menunggu di sana: %(provinces)s.") % {"provinces": ", ".join(quiet)},
            url=reverse("user_list" if appoints else "verification_queue"),
            action=_("Tunjuk koordinator") if appoints else _("Lihat antrean"),
            urgency=60,
        )

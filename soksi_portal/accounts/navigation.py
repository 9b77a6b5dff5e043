"""The role's navigation: at most six entries, the current one marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from .choices import Role

MOST_ENTRIES = 6


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: bool


# label, URL name, roles; the first six that fit a person are in the header, all on the start page
EVERYWHERE = (
    (_("Beranda"), "home", tuple(Role)),
    (_("Usaha saya"), "business_list", (Role.CADRE,)),
    (_("Verifikasi"), "verification_queue", (Role.COORDINATOR,)),
    (_("Usulan"), "nomination_list", (Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)),
    (_("Percontohan"), "pilot_list", (Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)),
    (_("Pelatihan"), "session_list", (Role.CADRE, Role.COORDINATOR, Role.JAMKRINDO, Role.TRAINER)),
    (_("Laporan"), "report_list", (Role.CADRE,)),
    (_("Pendampingan"), "mentoring_home", (Role.CADRE, Role.JAMKRINDO)),
    (_("Kemajuan"), "progress_country", (Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)),
    (_("Pengingat"), "message_list", (Role.JAMKRINDO, Role.ADMIN)),
    (_("Pengguna"), "user_list", (Role.ADMIN,)),
    (_("Usaha"), "business_list", (Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)),
    (_("Permintaan data"), "data_request_list", (Role.ADMIN,)),
    (_("Pelatihan"), "session_list", (Role.BOARD, Role.ADMIN)),
    (_("Pendampingan"), "mentoring_home", (Role.COORDINATOR, Role.BOARD, Role.ADMIN)),
    (_("Laporan bulanan"), "report_list", (Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)),
    (_("Impor"), "import_list", (Role.COORDINATOR, Role.BOARD, Role.ADMIN)),
    (_("Nota kerja sama"), "memorandum_list", (Role.BOARD, Role.JAMKRINDO, Role.ADMIN)),
    (_("Rujukan bank"), "referral_list", (Role.CADRE, Role.BANK, Role.JAMKRINDO, Role.ADMIN)),
    (_("Kesiapan"), "readiness_list", (Role.CADRE, Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)),
    (_("Dampak"), "impact_detail", (Role.BOARD, Role.JAMKRINDO, Role.ADMIN)),
    (_("Kelola cerita"), "story_desk", (Role.BOARD, Role.ADMIN)),
    (_("Alamat yang tidak sampai"), "address_trouble_list", (Role.COORDINATOR, Role.BOARD, Role.ADMIN)),
    (_("Naskah pesan"), "wording_list", (Role.ADMIN,)),
)
VISITOR = (
    (_("Tentang program"), "front"),
    (_("Kemajuan"), "progress_country"),
    (_("Daftar sebagai kader"), "account_signup"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor; lazy, so that a partial without a header costs nothing."""
    return {"navigation": SimpleLazyObject(lambda: entries(request)[:MOST_ENTRIES])}


def entries(request: HttpRequest) -> list[Entry]:
    """All that the person may open, the most used first."""
    if request.user.is_authenticated:
        wanted = [(label, name) for label, name, roles in EVERYWHERE if request.user.has_role(*roles)]
    else:
        wanted = list(VISITOR)
    found = []
    for label, name in wanted:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        current = request.path == url or (url != "/" and request.path.startswith(url))
        found.append(Entry(label=str(label), url=url, current=current))
    return found

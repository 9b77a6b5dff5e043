"""What coordinators and admins have to decide beside the queue: key fields that are to change, businesses that look
alike, and what people ask about their own data.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from umkm.businesses.changes.services import request_change
from umkm.businesses.choices import BusinessState, KeyField
from umkm.businesses.duplicates.finding import seek
from umkm.businesses.models import Business
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.rights.services import ask

from .accounts import HOME
from .documents import drawn_upload

TWINS = 3
WORDS = {
    DataRequestKind.CORRECT: "Nama saya kurang satu huruf; di KTP tertulis lengkap.",
    DataRequestKind.ACCESS: "Saya ingin salinan data saya di atas kertas.",
}
# to be given as a name that is written a little differently
SPELLINGS = (
    ("Keripik", "Kripik"),
    ("Bu ", "Ibu "),
    ("Warung", "Warong"),
    ("Batik", "Bathik"),
    ("Kopi", "Kopie"),
)


def make_requests() -> None:
    """In Jawa Barat, through the real rules: two open requests for a change, three pairs that look alike, two asked about data."""
    verified = Business.objects.verified().filter(province=HOME).select_related("owner__user").order_by("pk")
    hers, *others = list(verified[: TWINS + 2])
    _ask(hers, KeyField.NAME, f"{hers.name} Jaya", "Merek dengan nama ini sudah terdaftar sejak bulan lalu.")
    other = others[-1]
    _ask(other, KeyField.OWNER_NAME, f"{other.owner.full_name} Putri", "Nama di KTP yang baru lebih lengkap.")
    for business in others[:TWINS]:
        seek(business_id=_registered_again(business).pk)
    for business, kind in zip(others, (DataRequestKind.CORRECT, DataRequestKind.ACCESS), strict=False):
        if business.owner.user:  # each cadre of the demo has an account
            ask(user=business.owner.user, kind=kind, words=WORDS[kind])


def _ask(business: Business, field: KeyField, value: str, reason: str) -> None:
    if business.owner.user:  # as above
        request_change(
            business=business,
            field=field,
            value=value,
            reason=reason,
            by=business.owner.user,
            evidence=drawn_upload(str(field.label), value),
        )


def _registered_again(business: Business) -> Business:
    """The same shop once more, as its owner's relative would write it."""
    other_owner = Business.objects.filter(regency=business.regency, state=BusinessState.VERIFIED).exclude(
        owner=business.owner_id
    )
    chosen = other_owner.select_related("owner").order_by("pk").first()
    twin = Business.objects.get(pk=business.pk)
    twin.pk, twin._state.adding, twin.nib = None, True, None
    twin.owner = chosen.owner if chosen else business.owner
    twin.name = _spelled_otherwise(business.name)
    twin.created_at = twin.submitted_at = twin.state_since = timezone.now() - timedelta(days=1)
    twin.state = BusinessState.SUBMITTED
    twin.verified_at = twin.verified_by = None
    twin.capital = (business.capital or 0) + 1_500_000
    twin.save()
    return twin


def _spelled_otherwise(name: str) -> str:
    for usual, other in SPELLINGS:
        if usual in name:
            return name.replace(usual, other, 1)
    return f"{name} Asli"

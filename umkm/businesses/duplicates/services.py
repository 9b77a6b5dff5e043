"""What a coordinator says of two businesses that look alike: they differ, or they are one.

One pair of a province at a time: its row is locked first, then the businesses in the order of their numbers, then the
pair. Two who merge A into B and B into A, or three in a ring, at the same moment come one after the other, and the
later reads what the earlier has done. Locking the businesses alone is not enough: what went into one of them meanwhile
has to be locked too, and late, which can close a ring of waiting.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment
from umkm.businesses.changes.services import end_changes_of
from umkm.businesses.choices import BusinessState, DuplicateState
from umkm.businesses.models import Business, Claim, PossibleDuplicate
from umkm.businesses.models.business import STANDING
from umkm.businesses.ties import tie_of
from umkm.businesses.writing import must_stay_whole
from umkm.regions.models import Province

from . import messages
from .comparing import FREE
from .errors import AlreadyDecided, NotMergeable, OwnBusiness, ReasonMissing
from .hooks import seek_soon

# a submitted business stands still while it is examined
TAKES_FACTS = (BusinessState.VERIFIED, BusinessState.RETURNED)


@transaction.atomic
def say_different(*, pair: PossibleDuplicate, by: User, reason: str) -> PossibleDuplicate:
    """They are two. Raises ReasonMissing, OwnBusiness, AlreadyDecided."""
    _must_say_why(reason)
    pair, _first, _second = _locked(pair, by)
    if pair.state != DuplicateState.OPEN:
        raise AlreadyDecided(_sentence(pair))
    _decide(pair, DuplicateState.DIFFERENT, by, reason)
    return pair


@transaction.atomic
def reopen(*, pair: PossibleDuplicate, by: User) -> PossibleDuplicate:
    """Take back that they differ; the words said before stay in the audit trail. Raises OwnBusiness, AlreadyDecided."""
    pair, _first, _second = _locked(pair, by)
    if pair.state == DuplicateState.MERGED:
        raise AlreadyDecided(_sentence(pair))
    pair.state, pair.decided_by, pair.decided_at, pair.reason = DuplicateState.OPEN, None, None, ""
    pair.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    return pair


@transaction.atomic
def merge(
    *, pair: PossibleDuplicate, keep: int, by: User, reason: str, take: Mapping[str, bool] | None = None
) -> Business:
    """Make one of two: `keep` is the number of the one that stays; `take` names the facts that it takes from the other.

    The other keeps its documents and its history, and tells where it went. Both owners are told.
    Raises ReasonMissing, OwnBusiness, AlreadyDecided, NotMergeable.
    """
    _must_say_why(reason)
    pair, first, second = _locked(pair, by)
    if pair.state != DuplicateState.OPEN:
        raise AlreadyDecided(_sentence(pair))
    if keep not in (first.pk, second.pk):
        raise NotMergeable(_("Pilih usaha mana yang dipertahankan."))
    kept, other = (first, second) if keep == first.pk else (second, first)
    _must_be_mergeable(kept, other)
    _take_facts(kept, other, [fact for fact, wanted in (take or {}).items() if wanted])
    now = timezone.now()
    Business.objects.filter(merged_into=other).update(merged_into=kept)  # no chains
    other.state, other.state_since, other.merged_into = BusinessState.MERGED, now, kept
    other.save(update_fields=["state", "state_since", "merged_into"])
    Claim.objects.filter(business=other).delete()
    note = _("Usaha ini digabungkan dengan %(business)s.") % {"business": kept.name}
    end_changes_of(business=other, by=by, note=note)
    _decide(pair, DuplicateState.MERGED, by, reason, kept=kept)
    for also in _open_pairs_of(other).order_by("pk"):
        _decide(also, DuplicateState.MERGED, by, note)
    messages.tell_merged(kept=kept, other=other, reason=reason)
    seek_soon(kept)  # what was like the other may be like this one
    return kept


def _locked(pair: PossibleDuplicate, by: User) -> tuple[PossibleDuplicate, Business, Business]:
    """Both businesses, and those that went into them, by number; then the pair. Raises OwnBusiness, NotMergeable."""
    Province.objects.select_for_update(no_key=True).get(pk=pair.province_id)
    both = (pair.first_id, pair.second_id)
    rows = Business.objects.filter(Q(pk__in=both) | Q(merged_into__in=both))
    locked = {
        business.pk: business
        for business in rows.select_for_update(of=("self",))
        .select_related("owner__user", "province")
        .order_by("pk")
    }
    pair = (
        PossibleDuplicate.objects.select_for_update(of=("self",))
        .select_related("decided_by", "province")
        .get(pk=pair.pk)
    )
    first, second = (locked[pk] for pk in both)
    if by.pk in (first.owner.user_id, second.owner.user_id):
        raise OwnBusiness(_("Salah satunya milik Anda, jadi koordinator lain yang memutuskan."))
    return pair, first, second


def _decide(
    pair: PossibleDuplicate, state: DuplicateState, by: User, reason: str, *, kept: Business | None = None
) -> None:
    pair.state, pair.decided_by, pair.decided_at = state, by, timezone.now()
    pair.reason, pair.kept = reason.strip(), kept
    pair.save(update_fields=["state", "decided_by", "decided_at", "reason", "kept"])


def _open_pairs_of(business: Business) -> QuerySet[PossibleDuplicate]:
    return PossibleDuplicate.objects.open().filter(Q(first=business) | Q(second=business))


def _take_facts(kept: Business, other: Business, facts: list[str]) -> None:
    unknown = set(facts) - FREE.keys()
    if unknown:
        raise ValueError(f"not free to change: {sorted(unknown)}")
    if not facts:
        return
    if kept.state not in TAKES_FACTS:
        raise NotMergeable(
            _("%(business)s sedang menunggu pemeriksaan, jadi datanya tidak berubah sekarang.")
            % {"business": kept.name}
        )
    columns = [column for fact in facts for column in FREE[fact].columns]
    for column in columns:
        setattr(kept, column, getattr(other, column))
    must_stay_whole(kept, columns)
    kept.save(update_fields=[column.removesuffix("_id") for column in columns])


def _must_be_mergeable(kept: Business, other: Business) -> None:
    """What stands in the way is said with the way out."""
    names = {"kept": kept.name, "other": other.name}
    if kept.state not in STANDING or other.state not in STANDING:
        raise NotMergeable(
            _("Salah satunya ditarik pemiliknya atau sudah digabungkan. Muat ulang halaman ini.")
        )
    if kept.province_id != other.province_id:
        raise NotMergeable(_("Keduanya kini di provinsi yang berbeda, jadi bukan usaha yang sama."))
    if other.state == BusinessState.VERIFIED != kept.state:
        raise NotMergeable(_("%(other)s sudah terverifikasi. Pertahankan usaha itu.") % names)
    if other.nib and kept.nib:
        raise NotMergeable(
            _(
                "NIB keduanya berbeda, jadi menurut OSS ini dua usaha. Bila salah satu NIB keliru, pemiliknya meminta perubahan lebih dahulu."
            )
        )
    if other.nib:
        raise NotMergeable(_("%(other)s punya NIB, %(kept)s tidak. Pertahankan yang punya NIB.") % names)
    sentence = tie_of(other)
    if sentence:
        raise NotMergeable(sentence)


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(_("Tulis alasannya; orang lain membacanya nanti."), field="reason")


def _sentence(pair: PossibleDuplicate) -> str:
    """Who decided, and when: for the one who came second."""
    sentence = (
        _("%(who)s sudah menggabungkan keduanya pada %(at)s.")
        if pair.state == DuplicateState.MERGED
        else _("%(who)s sudah menyatakan keduanya berbeda pada %(at)s.")
    )
    return sentence % {"who": pair.decided_by, "at": moment(pair.decided_at, pair.province.time_zone)}

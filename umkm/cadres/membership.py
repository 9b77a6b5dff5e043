"""How a coordinator examines a membership: verified, or returned with a reason for each field.

A service module of its own beside services.py. What was read is named by its `fingerprint`: a member may mend the
own data while they wait, and nobody decides on what nobody has read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment
from soksi_portal.common.errors import RuleViolation
from soksi_portal.outbox.services import cancel_about

from .choices import CadreDecision, CadreState
from .messages import subject_of, tell_cadre_returned, tell_cadre_verified
from .models import Cadre, CadreRemark, CadreVerification
from .services import locked_cadre

# what a card is returned for
CARD_LABELS = {
    "full_name": gettext_lazy("Nama lengkap"),
    "nik": gettext_lazy("NIK"),
    "membership_number": gettext_lazy("Nomor anggota SOKSI"),
    "card": gettext_lazy("Kartu anggota"),
    "phone": gettext_lazy("Nomor HP"),
}
# what is ticked before it is verified
CARD_POINTS = {
    "identity": gettext_lazy("Nama dan NIK sama dengan KTP"),
    "member": gettext_lazy("Kartu atau nomor anggotanya tercatat di SOKSI"),
    "reachable": gettext_lazy("Nomor HP-nya milik orang ini"),
}


class MembershipDecided(RuleViolation):
    """Somebody else was first, or the member has changed the data."""


class OwnMembership(RuleViolation):
    """Nobody examines the own membership."""


class MembershipIncomplete(RuleViolation):
    """Something is missing without which nobody is verified."""


class ChecklistIncomplete(RuleViolation):
    """Something was not looked at: the sentence names it."""


class CardReasonMissing(RuleViolation):
    """A card is returned with a reason for at least one field."""


@transaction.atomic
def verify_cadre(
    *, cadre: Cadre, by: User, checklist: Sequence[str], note: str = "", seen: str = ""
) -> CadreVerification:
    """Confirm a membership; the member is told. `seen` is the fingerprint of what was read.

    Raises MembershipDecided, OwnMembership, MembershipIncomplete, ChecklistIncomplete.
    """
    cadre = locked_cadre(cadre)
    _must_be_decidable(cadre, by, seen)
    if cadre.nik_hash is None:
        raise MembershipIncomplete(
            _("NIK belum diisi. Kembalikan dengan alasan pada NIK, supaya pemiliknya melengkapi.")
        )
    must_be_ticked(CARD_POINTS, checklist)
    decision = _decide(cadre, CadreDecision.VERIFIED, by, note, checklist)
    _move(cadre, CadreState.VERIFIED, decision, verified_by=by)
    tell_cadre_verified(cadre, revision=cadre.verifications.count())
    return decision


@transaction.atomic
def return_cadre(
    *,
    cadre: Cadre,
    by: User,
    reasons: dict[str, str],
    note: str = "",
    checklist: Sequence[str] = (),
    seen: str = "",
) -> CadreVerification:
    """Give a card back with a reason for each field to mend; the member is told.

    Raises CardReasonMissing, MembershipDecided, OwnMembership.
    """
    reasons = {field: text for field, text in reasons.items() if text}
    if not reasons:
        raise CardReasonMissing(_("Tulis apa yang perlu diperbaiki, paling sedikit pada satu isian."))
    unknown = reasons.keys() - CARD_LABELS.keys()
    if unknown:
        raise ValueError(f"not facts of a membership: {sorted(unknown)}")
    cadre = locked_cadre(cadre)
    _must_be_decidable(cadre, by, seen)
    decision = _decide(cadre, CadreDecision.RETURNED, by, note, checklist)
    CadreRemark.objects.bulk_create(
        CadreRemark(verification=decision, field=field, text=text) for field, text in reasons.items()
    )
    _move(cadre, CadreState.RETURNED, decision)
    lines = [f"{CARD_LABELS[field]}: {text}" for field, text in reasons.items()]
    tell_cadre_returned(cadre, lines=lines, note=note, revision=cadre.verifications.count())
    return decision


def must_be_ticked(points: Mapping[str, Any], checklist: Sequence[str]) -> None:
    """Nothing is verified of which a point was not looked at. Raises ChecklistIncomplete."""
    missing = [str(label) for name, label in points.items() if name not in checklist]
    if missing:
        raise ChecklistIncomplete(
            _("Belum semuanya diperiksa. Periksa dan centang dulu: %(points)s.")
            % {"points": "; ".join(missing)}
        )


def fingerprint(cadre: Cadre) -> str:
    """Of all that is examined: another one means that something else is to be read."""
    read = (
        cadre.full_name,
        bytes(cadre.nik_hash or b"").hex(),
        cadre.membership_number,
        cadre.phone or "",
        cadre.regency_id,
        cadre.state_since.isoformat(),
    )
    return hashlib.sha256("\x1f".join(read).encode()).hexdigest()[:20]


def latest_card_return(cadre: Cadre) -> CadreVerification | None:
    """The return that the member answers now; none once the card waits or is verified."""
    if cadre.state != CadreState.RETURNED:
        return None
    decisions = cadre.verifications.filter(decision=CadreDecision.RETURNED).prefetch_related("remarks")
    return decisions.select_related("decided_by").order_by("-decided_at", "-pk").first()


def _decide(
    cadre: Cadre, decision: CadreDecision, by: User, note: str, checklist: Sequence[str]
) -> CadreVerification:
    cancel_about(subject_ref=subject_of(cadre), reason=_("Kartunya diperiksa lagi."), by=by)
    return CadreVerification.objects.create(
        cadre=cadre,
        decision=decision,
        note=note,
        checklist=list(checklist),
        decided_by=by,
        decided_at=timezone.now(),
    )


def _move(
    cadre: Cadre, state: CadreState, decision: CadreVerification, *, verified_by: User | None = None
) -> None:
    cadre.state, cadre.state_since, cadre.verified_by = state, decision.decided_at, verified_by
    cadre.save(update_fields=["state", "state_since", "verified_by"])


def _must_be_decidable(cadre: Cadre, by: User, seen: str) -> None:
    if cadre.user_id == by.pk:
        raise OwnMembership(_("Ini kartu Anda sendiri, jadi koordinator lain yang memeriksanya."))
    if cadre.state != CadreState.SUBMITTED:
        raise MembershipDecided(_state_sentence(cadre))
    if seen and seen != fingerprint(cadre):
        raise MembershipDecided(
            _("Data kader ini berubah sejak Anda membukanya. Periksa dulu data yang baru.")
        )


def _state_sentence(cadre: Cadre) -> str:
    """Who has done what, and when: for the one who came second."""
    if cadre.state == CadreState.DRAFT:
        return _("Kartu ini belum dikirim untuk diperiksa.")
    latest = cadre.verifications.select_related("decided_by").order_by("-decided_at", "-pk").first()
    sentence = (
        _("Kartu ini sudah diverifikasi oleh %(who)s pada %(at)s.")
        if cadre.state == CadreState.VERIFIED
        else _("Kartu ini sudah dikembalikan oleh %(who)s pada %(at)s.")
    )
    at = moment(cadre.state_since, cadre.province.time_zone)
    return sentence % {"who": latest.decided_by if latest else _("koordinator"), "at": at}

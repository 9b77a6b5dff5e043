"""Reading a masked number in full: once, for a reason, and written down where its owner reads it too."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.encryption import decrypt
from soksi_portal.common.errors import RuleViolation

from ..choices import SecretField, UnmaskReason
from ..models import Cadre, Unmasking
from ..permissions import may_unmask_of


class UnmaskRefused(RuleViolation):
    """Not this person, or not of this member."""


class NothingToUnmask(RuleViolation):
    """There is no number (any more)."""


class WordsMissing(RuleViolation):
    """The member is to understand why."""


@dataclass(frozen=True)
class Why:
    """The reason that its owner reads: one of a short list, and words."""

    reason: UnmaskReason
    words: str


def unmask_nik(*, cadre: Cadre, by: User, why: Why, province: str = "") -> str:
    """The sixteen digits. Raises UnmaskRefused, WordsMissing, NothingToUnmask."""
    return reveal(cadre=cadre, field=SecretField.NIK, by=by, why=why, province=province)


@transaction.atomic
def reveal(
    *,
    cadre: Cadre,
    field: SecretField,
    by: User,
    why: Why,
    stored: bytes | memoryview | None = None,
    subject_ref: str = "",
    province: str = "",
) -> str:
    """Any number of a member; `stored` where another record keeps it, read while the member's row is locked.

    An erasure waits for it, or has been: then there is nothing left to read.
    """
    rows = Cadre.objects.select_for_update(of=("self",), no_key=True)
    cadre = rows.get(pk=cadre.pk)
    if not may_unmask_of(by, cadre, province=province):
        raise UnmaskRefused(
            _("Hanya koordinator provinsi orang ini dan administrator yang dapat membuka nomornya.")
        )
    if len(why.words.strip()) < 5:
        raise WordsMissing(_("Tulis dengan singkat untuk apa. Pemilik nomor membacanya."), field="words")
    number = cadre.nik_encrypted if field == SecretField.NIK else stored
    if not number or cadre.erased_at is not None:
        raise NothingToUnmask(_("Nomor ini tidak ada, atau sudah dihapus."))
    digits = decrypt(number)
    Unmasking.objects.create(
        cadre=cadre,
        field=field,
        subject_ref=subject_ref,
        unmasked_by=by,
        reason=why.reason,
        words=why.words.strip(),
    )
    return digits

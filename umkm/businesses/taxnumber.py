"""The taxpayer's number, NPWP: of a resident person the NIK, of others a zero and the fifteen digits of before."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.id import npwp as stdnum_npwp

from soksi_portal.common.typed import digits_of, is_empty
from umkm.cadres.identity import Nik, parse_nik


@dataclass(frozen=True)
class Npwp:
    """A taxpayer's number in its sixteen digits of 2024."""

    digits: str
    warning: str = (
        ""  # what is unusual yet allowed: fifteen digits of before July 2024, or a NIK of an unknown province
    )


def parse_npwp(text: str) -> Npwp | None:
    if is_empty(text):
        return None
    digits = digits_of(text, name="NPWP")
    if len(digits) not in (15, 16):
        raise ValidationError(
            _("NPWP terdiri dari 16 angka (yang lama 15). Anda mengetik %(count)s.") % {"count": len(digits)},
            code="npwp_length",
        )
    if len(digits) == 16 and not digits.startswith("0"):
        return Npwp(digits, _person_behind(digits).warning)  # of a resident person the NIK
    try:
        stdnum_npwp.validate(digits)
    except WrongNumber:
        raise ValidationError(
            _("NPWP ini salah ketik: angka pemeriksanya tidak cocok. Periksa lagi di kartu NPWP."),
            code="npwp_checksum",
        ) from None
    if len(digits) == 15:
        return Npwp(
            f"0{digits}",
            _(
                "NPWP lama, 15 angka. Dicatat sebagai 16 angka dengan 0 di depan; cocokkan dengan kartu yang baru."
            ),
        )
    return Npwp(digits)


def _person_behind(digits: str) -> Nik:
    try:
        return parse_nik(digits)
    except ValidationError:
        raise ValidationError(
            _("NPWP 16 angka yang tidak diawali 0 sama dengan NIK, dan NIK ini tidak mungkin. Periksa lagi."),
            code="npwp_nik",
        ) from None

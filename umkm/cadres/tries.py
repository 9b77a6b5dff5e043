"""Whether a NIK is registered is told to who types it, so nobody types many: numbers cannot be tried through."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation

MOST_A_DAY = 20  # of one account, over all pages that ask for a NIK
DAY = 86_400  # seconds


class TooManyTries(RuleViolation):
    """The account has tried too many NIKs today, whoever they belong to."""


def count_nik_try(by: User, *, field: str = "nik") -> None:
    """Before the answer. Raises TooManyTries."""
    key = f"nik-tries:{by.pk}"
    cache.add(key, 0, DAY)
    if cache.incr(key) > MOST_A_DAY:
        raise TooManyTries(
            _(
                "Terlalu banyak NIK dicoba dari akun ini hari ini. Coba lagi besok, atau tanyakan kepada koordinator provinsi Anda."
            ),
            field=field,
        )

"""The text that holds now, and writing another. What is planned already keeps the text that it was planned with:
it is what /pengingat/ shows, and it was true when it was written.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation

from .filling import Wording, filled, problems
from .models import LONGEST_REASON, WordingVersion
from .occasion import Occasion

REMEMBERED = 5.0  # seconds: a process asks no more often, so that a batch of messages asks once
_newest: dict[str, tuple[float, WordingVersion | None]] = {}


class WordingRefused(RuleViolation):
    """The text lacks what it needs, or names what does not exist."""


class WordingOvertaken(RuleViolation):
    """Somebody else has written a newer version meanwhile."""


def newest(key: str) -> WordingVersion | None:
    return WordingVersion.objects.filter(key=key).order_by("-number").first()


def wording_now(occasion: Occasion) -> Wording:
    """What messages say that are planned now, at most some seconds old."""
    until, version = _newest.get(occasion.key, (0.0, None))
    if until < time.monotonic():
        version = newest(occasion.key)
        _newest[occasion.key] = (time.monotonic() + REMEMBERED, version)
    return version.wording if version else Wording.written_first(occasion)


def forget_remembered() -> None:
    _newest.clear()


def text_for(occasion: Occasion, values: Mapping[str, Any]) -> Wording:
    return filled(occasion, wording_now(occasion), values)


@transaction.atomic
def write_wording(
    *,
    occasion: Occasion,
    wording: Wording,
    reason: str,
    by: User,
    based_on: int,
    restores: WordingVersion | None = None,
) -> WordingVersion:
    """A new version after version `based_on` (0: the first text), which the writer had before the eyes.

    Raises WordingRefused, WordingOvertaken.
    """
    for field, sentence in problems(occasion, wording):
        raise WordingRefused(sentence, field=field)
    if not reason.strip():
        raise WordingRefused(_("Tulis mengapa naskahnya diubah."), field="reason")
    last = newest(occasion.key)
    if (last.number if last else 0) != based_on:
        raise _overtaken(last)
    if wording == (last.wording if last else Wording.written_first(occasion)):
        raise WordingRefused(_("Naskah ini sama dengan yang berlaku sekarang."))
    try:
        with transaction.atomic():
            version = WordingVersion.objects.create(
                key=occasion.key, number=based_on + 1, title=wording.title, body=wording.body,
                short=wording.short, reason=reason.strip()[:LONGEST_REASON], restores=restores, written_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise _overtaken(newest(occasion.key)) from error
    transaction.on_commit(forget_remembered)
    return version


def restore_wording(
    *, occasion: Occasion, number: int, reason: str, by: User, based_on: int
) -> WordingVersion:
    """Version `number` (0: the first text) once more, as a new version. Raises as `write_wording` does."""
    old = WordingVersion.objects.filter(key=occasion.key, number=number).first() if number else None
    if number and old is None:
        raise WordingRefused(_("Versi ini tidak ada."))
    wording = old.wording if old else Wording.written_first(occasion)
    return write_wording(
        occasion=occasion, wording=wording, reason=reason, by=by, based_on=based_on, restores=old
    )


def _overtaken(last: WordingVersion | None) -> WordingOvertaken:
    who = last.written_by if last else _("seseorang")
    return WordingOvertaken(
        _("Naskah ini baru saja diubah oleh %(who)s. Muat ulang halaman, lalu ubah yang terbaru.")
        % {"who": who}
    )

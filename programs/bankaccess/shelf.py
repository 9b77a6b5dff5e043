"""Files of this slice in the storage: written before their row, gone with it; the nightly sweep finds what is left."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from programs.bankaccess.models import Consent, CreditAnswer
from programs.bankaccess.models.answers import SLIK_FOLDER
from programs.bankaccess.models.consents import FILE_FOLDER
from umkm.businesses.documents.storing import NotStored, Shelf, Stored

log = logging.getLogger(__name__)


@contextmanager
def kept_file(field: FieldFile, content: bytes) -> Iterator[None]:
    """Put it around the transaction that saves the row; nothing is written of nothing. Raises NotStored."""
    if content:
        try:
            field.save("berkas.pdf", ContentFile(content), save=False)
        except Exception as error:  # each storage fails in its own words
            log.exception("a file was not stored")
            words = _("Berkas ini belum bisa disimpan. Coba lagi beberapa menit lagi.")
            raise NotStored(words, field="pages") from error
    try:
        yield
    except BaseException:
        if content:
            drop_file(str(field.name), field)
        raise


def drop_file(name: str, field: FieldFile) -> None:
    """What stays behind, the sweep finds."""
    try:
        field.storage.delete(name)
    except Exception:  # as above
        log.exception("a file was not deleted")


def _of_answers(names: set[str]) -> set[str]:
    return set(CreditAnswer.objects.filter(file__in=names).values_list("file", flat=True))


def _of_consents(names: set[str]) -> set[str]:
    return set(Consent.objects.filter(file__in=names).values_list("file", flat=True))


def _removed() -> Iterable[Stored]:
    """None: a row loses its file's name at once, and the file then belongs to none."""
    return ()


SHELVES = (Shelf(SLIK_FOLDER, _of_answers, _removed), Shelf(FILE_FOLDER, _of_consents, _removed))

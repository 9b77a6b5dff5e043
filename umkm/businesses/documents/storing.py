"""Files beside rows: a file whose row did not come to be goes, and so does one whose row is removed."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.common.errors import RuleViolation

from ..choices import DocumentKind
from ..models import BulkImport, Document
from ..models.documents import document_storage
from ..models.imports import IMPORTS

ORPHAN_AFTER = timedelta(hours=24)  # no request lasts as long: a file without a row is then nobody's

log = logging.getLogger(__name__)
_written: ContextVar[list[str] | None] = ContextVar("written", default=None)


class NotStored(RuleViolation):
    """The storage does not take files now."""


class NotReachable(RuleViolation):
    """The storage does not give files now."""


@contextmanager
def files_with_rows() -> Iterator[None]:
    """Put it around the outermost transaction: when that does not end well, the files written inside go with it.

    Files of a process that died in between are found by `sweep_files`.
    """
    written: list[str] = []
    outer = _written.get()
    token = _written.set(written)
    try:
        yield
    except BaseException:
        for name in written:
            _delete_quietly(name)
        raise
    else:
        if outer is not None:
            outer.extend(written)
    finally:
        _written.reset(token)


class Stored(Protocol):
    """A row with two files: what was made, and a small picture of it."""

    pk: Any
    file: Any
    thumbnail: Any


class Made(Protocol):
    """What a decoder made."""

    @property
    def content(self) -> bytes: ...
    @property
    def thumbnail(self) -> bytes: ...


@dataclass(frozen=True)
class Shelf:
    """A folder of the storage that another slice fills: which of these files its rows name, and its removed rows."""

    folder: str
    named: Callable[[set[str]], set[str]]
    removed: Callable[[], Iterable[Stored]]


_shelves: dict[str, Shelf] = {}


def register_shelf(shelf: Shelf) -> None:
    """In the slice's AppConfig.ready: `sweep_files` then looks after its files too."""
    _shelves[shelf.folder] = shelf


def write_files(document: Stored, picture: Made, *, kind: str = ".jpg") -> None:
    """Only inside `files_with_rows`. Raises NotStored."""
    written = _written.get()
    if written is None:
        raise RuntimeError("files are written inside files_with_rows() only")
    wanted = (
        (document.file, picture.content, f"berkas{kind}"),
        (document.thumbnail, picture.thumbnail, "kecil.jpg"),
    )
    for field, content, name in wanted:
        try:
            field.save(name, ContentFile(content), save=False)
        except Exception as error:  # each storage fails in its own words
            log.exception("a document was not stored")
            raise NotStored(
                _("Foto ini belum bisa disimpan. Coba lagi beberapa menit lagi."), field="pictures"
            ) from error
        written.append(str(field.name))


def read_file(file: FieldFile) -> bytes:
    """A whole stored picture (re-encoded, so small). Raises FileNotFoundError, NotReachable."""
    try:
        with file.open("rb") as opened:
            content: bytes = opened.read()
    except FileNotFoundError:
        raise
    except Exception as error:  # as above
        log.exception("a document was not read")
        raise NotReachable(_("Dokumen ini belum bisa dibuka. Coba lagi beberapa menit lagi.")) from error
    return content


def _delete_quietly(name: str) -> None:
    """What stays behind, `sweep_files` finds; the mistake before it is the one to tell."""
    try:
        document_storage().delete(name)
    except Exception:  # as above
        log.exception("a file without a row was not deleted")


def delete_files(document: Stored) -> int:
    """Of a removed document. What fails is tried again by `sweep_files`: the row keeps the names until it worked."""
    names = [name for name in (document.file.name, document.thumbnail.name) if name]
    for name in names:
        document_storage().delete(name)
    type(document)._default_manager.filter(pk=document.pk).update(file="", thumbnail="")  # type: ignore[attr-defined]
    return len(names)


def sweep_files() -> int:
    """Delete the files that no kept document and no import names: how many. Those younger than ORPHAN_AFTER are left alone.

    Folders come in any order: what one run has no time for, another finds.
    """
    storage = document_storage()
    removed = Document.objects.filter(removed_at__isnull=False).exclude(file="")
    gone = sum(delete_files(document) for document in removed.iterator())
    gone += sum(delete_files(row) for shelf in _shelves.values() for row in shelf.removed())
    folders = list(_folders(storage))
    random.shuffle(folders)
    for folder in folders:
        names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
        for name in names - _named(folder, names):
            if storage.get_modified_time(name) < timezone.now() - ORPHAN_AFTER:
                storage.delete(name)
                gone += 1
    return gone


def _named(folder: str, names: set[str]) -> set[str]:
    """Those of these files that a row names."""
    shelf = _shelves.get(folder.partition("/")[0])
    if shelf:
        return shelf.named(names)
    if folder.startswith(f"{IMPORTS}/"):
        imports = BulkImport.objects.filter(Q(file__in=names) | Q(rows_file__in=names))
        return {name for row in imports.values_list("file", "rows_file") for name in row}
    documents = Document.objects.filter(Q(file__in=names) | Q(thumbnail__in=names))
    return {name for row in documents.values_list("file", "thumbnail") for name in row}


def _folders(storage: Storage) -> Iterator[str]:
    """As `document_path` and `import_path` lay them out: small enough to list one by one."""
    for kind in (*DocumentKind.values, IMPORTS, *_shelves):
        try:
            below = storage.listdir(kind)[0]
        except FileNotFoundError:
            continue
        yield from (f"{kind}/{folder}" for folder in below)

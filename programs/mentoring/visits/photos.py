"""Photos of visits and of what was done: made anew, few, and taken away by who took them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.models import ActionItem, Visit, VisitPhoto
from programs.mentoring.models.photos import FOLDER
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.documents.decoder import MOST_BYTES
from umkm.businesses.documents.pictures import Picture, read_picture
from umkm.businesses.documents.storing import Shelf, Stored, delete_files, write_files

from .errors import PhotoRefused
from .walls import MOST_PHOTOS


def read_photos(files: Sequence[File[bytes]]) -> list[Picture]:
    """Raises PictureRefused, PhotoRefused."""
    if len(files) > MOST_PHOTOS:
        raise PhotoRefused(too_many(), field="photos")
    found = []
    for file in files:
        file.seek(0)
        found.append(read_picture(file.read(MOST_BYTES + 1)))
    return found


def keep_photos(visit: Visit, pictures: Sequence[Picture], *, by: User) -> None:
    """Inside `files_with_rows`, with the visit locked; the same photo twice is once. Raises PhotoRefused."""
    known = set(visit.photos.kept().values_list("sha256", flat=True))
    fresh = {one.sha256: one for one in pictures if one.sha256 not in known}
    if len(known) + len(fresh) > MOST_PHOTOS:
        raise PhotoRefused(too_many(), field="photos")
    for picture in fresh.values():
        write_photo(VisitPhoto(visit=visit), picture, by=by)


def keep_evidence(item: ActionItem, picture: Picture, *, by: User) -> None:
    """Inside `files_with_rows`, with the task locked: a new one takes the old one's place."""
    for old in item.photos.kept():
        take_away(old, by=by)
    write_photo(VisitPhoto(action=item), picture, by=by)


def write_photo(photo: VisitPhoto, picture: Picture, *, by: User) -> None:
    photo.sha256, photo.size, photo.uploaded_by = picture.sha256, len(picture.content), by
    write_files(photo, picture)
    with because(_("Foto disimpan."), by=by):
        photo.save(force_insert=True)


@transaction.atomic
def remove_photo(*, photo: VisitPhoto, by: User) -> None:
    """Who took it takes it away. Twice is once. Raises PhotoRefused."""
    photo = VisitPhoto.objects.select_for_update().get(pk=photo.pk)
    if photo.uploaded_by_id != by.pk:
        raise PhotoRefused(_("Hanya yang mengirim foto ini yang dapat menghapusnya."))
    if photo.removed_at is None:
        take_away(photo, by=by)


def take_away(photo: VisitPhoto, *, by: User) -> None:
    photo.removed_at, photo.removed_by = timezone.now(), by
    with because(_("Foto dihapus."), by=by):
        photo.save(update_fields=["removed_at", "removed_by"])
    transaction.on_commit(lambda: _delete(photo), robust=True)


def _delete(photo: VisitPhoto) -> None:
    delete_files(photo)


def too_many() -> str:
    return _("Paling banyak %(most)s foto untuk satu kunjungan.") % {"most": MOST_PHOTOS}


def _named(names: set[str]) -> set[str]:
    rows = VisitPhoto.objects.filter(Q(file__in=names) | Q(thumbnail__in=names))
    return {name for row in rows.values_list("file", "thumbnail") for name in row}


def _removed() -> Iterable[Stored]:
    return VisitPhoto.objects.filter(removed_at__isnull=False).exclude(file="")


SHELF = Shelf(folder=FOLDER, named=_named, removed=_removed)

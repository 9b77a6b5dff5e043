"""The signed sheet as a picture or PDF, kept beside the entry made from it."""

from __future__ import annotations

import logging

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import MaterialKind, ScanKind
from programs.training.curriculum.files import SENTENCES, Content, read_material
from programs.training.curriculum.services import ORPHAN_AFTER
from programs.training.errors import MaterialRefused, ReasonMissing, SheetRefused
from programs.training.models import Session, SheetScan
from programs.training.models.checkin import FOLDER
from programs.training.models.materials import material_storage
from programs.training.services.attendance import refuse_now
from programs.training.services.invitations import lock_session
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from .walls import MOST_SCANS

KINDS = {MaterialKind.PDF: ScanKind.PDF, MaterialKind.PICTURE: ScanKind.PICTURE}

log = logging.getLogger(__name__)


def add_scan(*, session: Session, upload: File[bytes], by: User) -> SheetScan:
    """The same file again is the one that is there. Raises SheetRefused. The file goes when its row does not come to be."""
    content = _content(upload)
    name = ""
    try:
        with transaction.atomic():
            session = lock_session(session)
            refuse_now(session)
            found = session.sheet_scans.kept().filter(sha256=content.sha256).first()
            if found:
                return found
            if session.sheet_scans.kept().count() >= MOST_SCANS:
                sentence = _("Sesi ini sudah punya %(most)d lembar.") % {"most": MOST_SCANS}
                raise SheetRefused(sentence, field="berkas")
            scan = SheetScan(
                session=session, kind=KINDS[content.kind], sha256=content.sha256, size=len(content.raw),
                uploaded_by=by,
            )  # fmt: skip
            name = _stored(scan, content)
            scan.save(force_insert=True)
    except BaseException:
        if name:
            _delete_quietly(name)
        raise
    return scan


@transaction.atomic
def remove_scan(*, scan: SheetScan, reason: str, by: User | None) -> SheetScan:
    """Nobody: the time it is kept for is over. The row says who, when and why; the file goes. Twice is once.

    Raises ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing(_("Tulis mengapa lembar ini dihapus."), field="reason")
    scan = SheetScan.objects.select_for_update(of=("self",)).select_related("session").get(pk=scan.pk)
    if scan.removed_at is None:
        scan.removed_at, scan.removed_by, scan.remove_reason = timezone.now(), by, reason.strip()
        with because(reason.strip(), by=by):
            scan.save(update_fields=["removed_at", "removed_by", "remove_reason"])
        transaction.on_commit(lambda: _delete_file(scan), robust=True)
    return scan


def _delete_file(scan: SheetScan) -> int:
    """What fails is tried again by `sweep_scans`: the row keeps the name until it worked."""
    material_storage().delete(str(scan.file.name))
    return SheetScan.objects.filter(pk=scan.pk, removed_at__isnull=False).update(file="")


def drop_old_scans() -> int:
    """Those that were kept long enough: how many. Each in a transaction of its own."""
    old = SheetScan.objects.past_keeping(timezone.now())
    for scan in old:
        remove_scan(scan=scan, reason=_("Masa simpan 12 bulan sudah lewat."), by=None)
    return len(old)


def _content(upload: File[bytes]) -> Content:
    try:
        content = read_material(upload)
    except MaterialRefused as refusal:
        is_busy = refusal.message == str(SENTENCES["busy"])
        raise SheetRefused(refusal.message if is_busy else _not_taken(), field="berkas") from refusal
    if content.kind not in KINDS:
        raise SheetRefused(_not_taken(), field="berkas")
    return content


def _not_taken() -> str:
    return _(
        "Berkas ini tidak diterima. Kirim foto (JPG, PNG, WebP) atau PDF yang bisa dibuka tanpa kata sandi, paling besar 20 MB."
    )


def _stored(scan: SheetScan, content: Content) -> str:
    try:
        scan.file.save("", ContentFile(content.raw), save=False)
    except Exception as error:  # each storage fails in its own words
        log.exception("a signed sheet was not stored")
        sentence = _("Berkas ini belum bisa disimpan. Coba lagi beberapa menit lagi.")
        raise SheetRefused(sentence, field="berkas") from error
    return str(scan.file.name)


def _delete_quietly(name: str) -> None:
    try:
        material_storage().delete(name)
    except Exception:  # as above; `sweep_scans` finds it
        log.exception("a file without a row was not deleted")


def sweep_scans() -> int:
    """Delete the files of removed scans, and those that no row names, as a crash between both leaves them: how many."""
    storage = material_storage()
    removed = SheetScan.objects.filter(removed_at__isnull=False).exclude(file="")
    gone = sum(_delete_file(scan) for scan in removed)
    try:
        folders = storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return gone
    for folder in folders:
        names = {f"{FOLDER}/{folder}/{name}" for name in storage.listdir(f"{FOLDER}/{folder}")[1]}
        for name in names - set(SheetScan.objects.filter(file__in=names).values_list("file", flat=True)):
            if storage.get_modified_time(name) < timezone.now() - ORPHAN_AFTER:
                storage.delete(name)
                gone += 1
    return gone
